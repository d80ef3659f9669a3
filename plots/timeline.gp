# The heap over time with its goal and the mark phases; below, each stop.
set multiplot
set lmargin at screen upper_left; set rmargin at screen upper_right
set tmargin at screen upper_top; set bmargin at screen upper_bottom
set xrange [x_low:x_high]
set xtics @x_tics
set yrange [y_low:y_high]
set ytics @y_tics
set style fill transparent solid band noborder
plot $marks using 1:2:3:4:5:6 with boxxyerror lc rgb gc, \
     $goal_line using 1:2 with steps dt 2 lw 0.6*line lc rgb muted, \
     $heap_line using 1:2 with lines lw line lc rgb heap
unset label
if (has_stops) {
    set lmargin at screen lower_left; set rmargin at screen lower_right
    set tmargin at screen lower_top; set bmargin at screen lower_bottom
    set yrange [stop_low:stop_high]
    if (stop_log) { set logscale y }
    set ytics @stop_tics
    if (stop_log) {
        plot $stops using 1:2 with points pt circle ps 0.7*point lc rgb gc
    } else {
        plot $stops using 1:2 with impulses lw line lc rgb gc, \
             $stops using 1:2 with points pt circle ps 0.6*point lc rgb gc
    }
}
unset multiplot
