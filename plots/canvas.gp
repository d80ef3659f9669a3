# The canvas: terminal by format, fonts, axes. Sizes are px of the design (width x height); png has
# two device pixels for each, pdf 100 px an inch.
set encoding utf8
if (!exists("format")) format = 'svg'
if (!exists("out")) out = name.'.'.format
# In svg a list of fonts and the weight go through the face, as they stand in the attribute.
face = (format eq 'svg') ? "system-ui&#44; 'DejaVu Sans'&#44; sans-serif" : 'DejaVu Sans'
bold_face = face.((format eq 'svg') ? '" font-weight="bold' : ':Bold')
font_scale = (format eq 'png') ? 1.5 : (format eq 'pdf') ? 1.08 : 1
plain(px) = sprintf('%s,%.4g', face, px * font_scale)
bold(px) = sprintf('%s,%.4g', bold_face, px * font_scale)
if (format eq 'svg') set terminal svg enhanced size width,height dynamic background bg font plain(font_px)
if (format eq 'png') set terminal pngcairo enhanced size 2*width,2*height background bg font plain(font_px) linewidth 2 pointscale 2
if (format eq 'pdf') set terminal pdfcairo enhanced size width/100.0,height/100.0 background bg font plain(font_px) linewidth 1.44 pointscale 0.76
# Point size 1 is a radius of 0.39 font heights in svg, of so many px in the others.
point = mark_px / ((format eq 'svg') ? 0.39 * font_px : 3.5)
set output out
set minussign
unset key
unset title
set border 3 lc rgb muted lw line/3
tic_scale = (format eq 'svg') ? 0.35 : 0.6
set tics out nomirror scale tic_scale,0.5*tic_scale
set grid lc rgb faint lw line/4 lt 1
