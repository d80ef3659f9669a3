# Dumbbells: one row a case, stack and heap on one time axis, remedies below their row.
set lmargin at screen main_left; set rmargin at screen main_right
set tmargin at screen main_top; set bmargin at screen main_bottom
set border 1
set xrange [x_low:x_high]; set yrange [0.5-foot:rows+0.5]
if (x_log) set logscale x
set xtics @x_tics
unset ytics
set grid noytics xtics nomxtics
plot $links using 2:1:($3-$2):(0) with vectors nohead lw 1.5*line lc rgb link, \
     $heap_side using 3:1:($4-$3):(0) with vectors nohead lw 0.8*line lc rgb heap, \
     $stack_side using 3:1:($4-$3):(0) with vectors nohead lw 0.8*line lc rgb stack, \
     $heap_side using 2:1 with points pt square ps 1.1*point lc rgb heap, \
     $stack_side using 2:1 with points pt circle ps 1.1*point lc rgb bg, \
     $stack_side using 2:1 with points pt circle ps 0.95*point lc rgb stack, \
     $remedies using 2:1 with points pt diamond ps 0.8*point lc rgb remedy
