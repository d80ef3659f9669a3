# For a web page, behind the light theme: a background that no object has, white ones included, for
# colours become the page's custom properties by their value (harness/chart/colours.h).
bg = '#fefefe'
