# Two panels over one parameter: time per operation above, the collector's share of CPU below.
set multiplot
set lmargin at screen upper_left; set rmargin at screen upper_right
set tmargin at screen upper_top; set bmargin at screen upper_bottom
set xrange [x_low:x_high]
if (x_log) set logscale x
set xtics @x_tics
set yrange [y_low:y_high]
if (y_log) set logscale y
set ytics @y_tics
thin(role) = role eq 'other' ? 0.5 : role eq 'remedy' ? 0.6 : 1
dash(role) = role eq 'remedy' ? 2 : 1
plot for [i=1:words(roles)] $lines index i-1 using 1:2 with lines lw line*thin(word(roles,i)) dt dash(word(roles,i)) lc rgb colour(word(roles,i)), \
     for [i=1:words(roles)] $lines index i-1 using 1:3:(0):($4-$3) with vectors nohead lw 0.8*line*thin(word(roles,i)) lc rgb colour(word(roles,i)), \
     for [i=1:words(roles)] $lines index i-1 using 1:2 with points pt shape(word(roles,i)) ps 0.9*point*thin(word(roles,i)) lc rgb colour(word(roles,i))
unset label
if (has_share) {
    set lmargin at screen lower_left; set rmargin at screen lower_right
    set tmargin at screen lower_top; set bmargin at screen lower_bottom
    unset logscale y
    unset grid
    set yrange [share_low:share_high]
    set xtics @x_tics
    set ytics @share_tics
    plot $shares using 1:2 with impulses lw 3.4*line lc rgb gc
}
unset multiplot
