# Up to three panels that share their rows: collections, share of CPU time, stops.
set multiplot
set border 1
unset ytics
set grid noytics xtics nomxtics
set yrange [0.5:rows+0.5]
set tmargin at screen cycles_top; set bmargin at screen cycles_bottom
if (has_cycles) {
    set lmargin at screen cycles_left; set rmargin at screen cycles_right
    set xrange [cycles_low:cycles_high]
    if (cycles_log) { set logscale x }
    set xtics @cycles_tics
    plot $cycles using 2:1 with points pt square ps point lc rgb gc
    unset label
    unset logscale x
}
if (has_share) {
    set lmargin at screen share_left; set rmargin at screen share_right
    set xrange [share_low:share_high]
    set xtics @share_tics
    plot $share using (0):1:2:(0) with vectors nohead lw 3*line lc rgb gc
    unset label
}
if (has_stops) {
    set lmargin at screen stops_left; set rmargin at screen stops_right
    set xrange [stops_low:stops_high]
    if (stops_log) { set logscale x }
    set xtics @stops_tics
    plot $stops using 2:1:($7-$2):(0) with vectors nohead lw 0.5*line lc rgb gc, \
         $stops using 3:1:($5-$3):(0) with vectors nohead lw 2.4*line lc rgb gc, \
         $stops using 6:1:(0):(tick) with vectors nohead lw 0.8*line lc rgb gc, \
         $stops using 6:1:(0):(-tick) with vectors nohead lw 0.8*line lc rgb gc, \
         $stops using 4:1 with points pt circle ps 0.7*point lc rgb ink
}
unset multiplot
