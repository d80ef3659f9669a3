# A sheet of words only.
unset border; unset tics; unset grid
set xrange [0:1]; set yrange [0:1]
plot NaN notitle
