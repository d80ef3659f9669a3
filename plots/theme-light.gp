# Light theme. Okabe-Ito colours; contrast on the background: stack 5.2, heap 3.9 (text 5.1), GC 5.3,
# remedy 3.4 (text 5.8), muted 7.0. Position and shape carry the message, colour only repeats it.
bg = '#ffffff'
ink = '#1f2328'
muted = '#555b61'
faint = '#dcdee1'
link = '#c4c8cd'
stack = '#0072B2'; stack_text = '#0072B2'
heap = '#D55E00'; heap_text = '#B84E00'
gc = '#AA4499'; gc_text = '#933a84'
remedy = '#009E73'; remedy_text = '#00735a'
band_fill = 0.22
