-- reads what it must not
local file = io.open("/etc/passwd")
return case { title = file:read("a") }
