# Dark theme. Contrast on the background: stack 8.0, heap 8.2, GC 6.0, remedy 7.9, muted 8.6.
bg = '#111418'
ink = '#f0f2f4'
muted = '#b0b6bd'
faint = '#2c3138'
link = '#565d66'
stack = '#56B4E9'; stack_text = '#56B4E9'
heap = '#E69F00'; heap_text = '#E69F00'
gc = '#CC79A7'; gc_text = '#DB93BA'
remedy = '#3DBE97'; remedy_text = '#3DBE97'
band_fill = 0.32
