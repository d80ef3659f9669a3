-- The Lua of this project is case files: they see `case` and a part of the standard library
-- (docs/case-reference.md), so what the sandbox leaves out is an error here, too.
std = "lua54"
max_line_length = 120
read_globals = { "case" }
not_globals = {
    "collectgarbage", "coroutine", "debug", "dofile", "getmetatable", "io", "load", "loadfile",
    "os", "package", "pcall", "print", "require", "setmetatable", "warn", "xpcall",
}
-- What the program itself runs is no case file.
for _, name in ipairs { "check", "describe", "migrate", "schema", "source" } do
    files["lua/" .. name .. ".lua"] = { read_globals = { "require", "getmetatable", "setmetatable" } }
end
-- Annotations for editors: made by `escapement schema --luacats`, in lines as long as its sentences.
files["lua/escapement.lua"] = { globals = { "case" }, ignore = { "631" } }
