# What `make workshop` measures and draws: the variables that `make bench` and `make charts` take, for a
# whole course, so that every seat does the same. A copy of this file with other values, and
# `make workshop SETTINGS=course.mk`, is a course's own.

# The cases of docs/workshop.md that are measured in the room.
CASE   = pointer-return,closure-in-loop,interface-boxing,dynamic-make,string-concat,channel-send,live-heap,gogc,sub-slice,a-a
QUICK  = 1
SEED   = 2026
PRESET = projector
THEME  = light
FORMAT = png
