# Cumulative shares of the samples, one step a sample, the median marked.
set lmargin at screen main_left; set rmargin at screen main_right
set tmargin at screen main_top; set bmargin at screen main_bottom
set xrange [x_low:x_high]; set yrange [y_low:y_high]
if (x_log) set logscale x
set xtics @x_tics
set ytics @y_tics
set grid nomxtics
thin(role) = role eq 'remedy' ? 0.6 : 1
plot for [i=1:words(roles)] $curves index i-1 using 1:2 with steps lw line*thin(word(roles,i)) lc rgb colour(word(roles,i)), \
     for [i=words(roles):1:-1] $medians index i-1 using 1:2 with points pt shape(word(roles,i)) ps 1.15*point*thin(word(roles,i)) lc rgb bg, \
     for [i=words(roles):1:-1] $medians index i-1 using 1:2 with points pt shape(word(roles,i)) ps point*thin(word(roles,i)) lc rgb colour(word(roles,i))
