# How each form of a series looks: functions that give a clause of `plot` for a datablock b with the
# columns x, y, low, high, a role r, and o = 1 for hollow marks and dashed lines.
circle = 7; square = 5; diamond = 13; triangle = 9
is(r,s) = r eq s
colour(r) = is(r,'stack') ? stack : is(r,'heap') ? heap : is(r,'remedy') ? remedy : is(r,'link') ? link : \
            is(r,'median') || is(r,'class1') ? ink : is(r,'gc') || is(r,'stop') || is(r,'class2') ? gc : \
            is(r,'class3') ? remedy : muted
shape(r) = is(r,'heap') || is(r,'gc') || is(r,'class2') ? square : is(r,'remedy') || is(r,'class3') ? diamond : \
           is(r,'other') || is(r,'class4') ? triangle : circle
mark(r) = point * (r[1:5] eq 'class' ? 0.5 : is(r,'stack') ? 0.95 : is(r,'remedy') ? 0.8 : is(r,'other') ? 0.55 : is(r,'median') || is(r,'stop') ? 0.7 : 1)
thin(r) = is(r,'other') ? 0.5 : is(r,'remedy') ? 0.6 : 1
ink_of(r,w) = sprintf(" lw %.4g lc rgb '%s'", w*line, colour(r))
dash(r,o) = o || is(r,'remedy') ? ' dt 2' : ''

# Lines and marks. A hollow mark's number is one less than the full one's.
trace(b,r,o) = b.' using 1:2 with lines'.dash(r,o).ink_of(r, thin(r))
stairs(b,r,o) = b.' using 1:2 with steps'.(o ? ' dt 2' : '').ink_of(r, thin(r))
guide(b,r,o) = b.' using 1:2 with steps dt 2'.ink_of(r, 0.6)
dot(b,r,o) = b.sprintf(' using 1:2 with points pt %d ps %.4g', shape(r)-o, mark(r)).ink_of(r, 0.6)
halo(b,r,o) = b.sprintf(" using 1:2 with points pt %d ps %.4g lc rgb '%s'", shape(r), 1.15*mark(r), bg)

# From low to high along x (rows) or y.
vector_x(b) = b.' using 3:2:($4-$3):(0) with vectors nohead'
vector_y(b) = b.' using 1:3:(0):($4-$3) with vectors nohead'
x_link(b,r,o) = vector_x(b).ink_of('link', o ? 0.75 : 1.5)
y_link(b,r,o) = vector_y(b).ink_of('link', o ? 0.75 : 1.5)
x_interval(b,r,o) = vector_x(b).ink_of(r, 0.8*thin(r))
y_interval(b,r,o) = vector_y(b).ink_of(r, 0.8*thin(r))
x_arrow(b,r,o) = b.sprintf(' using 3:2:($4-$3):(0) with vectors head filled size screen %.5g,20,90', 0.6*font_px/width).ink_of(r, 0.8)
x_thick(b,r,o) = vector_x(b).ink_of(r, 2.4)
y_thick(b,r,o) = vector_y(b).ink_of(r, 2.4)
x_bar(b,r,o) = b.' using (0):2:1:(0) with vectors nohead'.ink_of(r, 3)
y_bar(b,r,o) = b.' using 1:2 with impulses'.ink_of(r, is(r,'stop') ? 1 : 3.4)
tick_up(b,r,o) = b.' using 1:2:(0):(tick) with vectors nohead'.ink_of(r, 0.8)
tick_down(b,r,o) = b.' using 1:2:(0):(-tick) with vectors nohead'.ink_of(r, 0.8)
band(b,r,o) = b.sprintf(" using (($3+$4)/2):(band_low):3:4:(band_low):(band_high) with boxxyerror fs transparent solid %.4g noborder", band_fill).ink_of(r, 1)

# Steps of a mark phase (make marking), in px: arrows (x, y, dx, dy), objects and rings (x, y, radius).
# White, grey and black are the collector's colours and the same in both themes.
arrow_as(b,r,w,d) = b.sprintf(" using 1:2:3:4 with vectors head filled size %.4g,20,90", 0.5*font_px).d.ink_of(r, w)
arrow(b) = arrow_as(b, 'other', 0.45, '')
new_arrow(b) = arrow_as(b, 'heap', 1.1, '')
cut_arrow(b) = arrow_as(b, 'heap', 0.8, ' dt 3')
object(b,fill,rim,w) = b.sprintf(" using 1:2:3 with circles fc rgb '%s' fs solid 1 border lc rgb '%s' lw %.4g", fill, rim, w*line)
white_object(b) = object(b, '#ffffff', ink, 0.5)
grey_object(b) = object(b, '#9aa0a6', ink, 0.5)
black_object(b) = object(b, '#000000', muted, 0.5)
free_object(b) = object(b, bg, link, 0.4)
ring(b,r,w) = b.sprintf(" using 1:2:3 with circles fs empty border lc rgb '%s' lw %.4g", colour(r), w*line)
subject_ring(b) = ring(b, 'heap', 0.9)
recorded_ring(b) = ring(b, 'gc', 1.4)

# Frames (make frame), in px: boxes from left, right, top, bottom.
box(b,fill,part,rim) = b.sprintf(" using 1:2:3:4:5:6 with boxxyerror fc rgb '%s' fs transparent solid %.4g border lc rgb '%s' lw %.4g", fill, part, rim, 0.5*line)
control_box(b) = box(b, link, 0.45, muted)
object_box(b) = box(b, stack, 0.25, stack)
rest_box(b) = box(b, bg, 1, muted)
heap_box(b) = box(b, heap, 0.25, heap)
