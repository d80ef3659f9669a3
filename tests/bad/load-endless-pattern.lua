local text = string.rep("a", 40)
local pattern = string.rep("a?", 40) .. text
local found =
    text:find(pattern)
return case { title = found }
