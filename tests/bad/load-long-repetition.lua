local text = string.rep("x", 1 << 30)
return case { title = text }
