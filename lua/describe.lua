-- What is made from the schema: annotations for editors (lua/escapement.lua) and the reference
-- (docs/case-reference.md). Both are committed; a test holds them to the schema.

local host = require "host"
local schema = require "schema"

local describe = {}

local function quoted(choices, between)
    local list = {}
    for k, word in ipairs(choices) do list[k] = '"' .. word .. '"' end
    return table.concat(list, between)
end

-- Plain kinds in the language of the annotations, and in words.
local plain = {
    line = { "string", "text, one line" },
    prose = { "string", "text" },
    code = { "string", "code" },
    name = { "string", "name" },
    release = { "string", "release of Go" },
    flag = { "boolean", "true or false" },
    number = { "number", "number" },
    whole = { "integer", "whole number" },
    value = { "integer|string", "whole number or word" },
    figure = { "number|fun(point: table<string, any>): number?", "number or function(point)" },
}

local function annotation(kind)
    if kind.kind == "record" then
        return "esc." .. kind.of .. (kind.or_list and "|esc." .. kind.or_list .. "[]" or "")
    elseif kind.kind == "list" then
        return "(" .. annotation(kind.of) .. ")[]"
    elseif kind.kind == "choice" then
        return quoted(kind.choices, "|")
    end
    return plain[kind.kind][1]
end

--- Annotations for lua-language-server (LuaCATS).
function describe.annotations()
    local out = {
        "---@meta escapement",
        "-- Annotations of the case language for lua-language-server.",
        "-- Made from lua/schema.lua by `escapement schema --luacats`; do not edit.",
    }
    local function add(text, ...) out[#out + 1] = text:format(...) end
    for _, record in ipairs(schema.records) do
        add("\n---@class esc.%s", record.name)
        for _, field in ipairs(record) do
            add("---@field %s%s %s # %s%s", field.name, field.required and "" or "?", annotation(field.type),
                field.doc, field.default and (" Default: %s."):format(field.default) or "")
        end
        if record.others then add("---@field [string] %s # %s", annotation(record.others), record.others_doc) end
    end
    add [[

--- Declares the case; a file ends with `return case { … }`.
---@param item esc.case
---@return esc.case
function case(item) return item end
]]
    return table.concat(out, "\n")
end

local function words(kind)
    local text = plain[kind.kind] and plain[kind.kind][2]
    if kind.kind == "record" then
        text = ("[table](#%s)"):format(kind.of) .. (kind.or_list and (" or [list](#%s)"):format(kind.or_list) or "")
    elseif kind.kind == "list" then
        text = "list of: " .. words(kind.of)
    elseif kind.kind == "choice" then
        text = "`" .. quoted(kind.choices, "`, `") .. "`"
    elseif kind.kind == "name" then
        text = text .. ": " .. schema.namings[kind.naming].words
    end
    if kind.most and kind.most < 1e6 then text = text .. (", %.15g to %.15g"):format(kind.least, kind.most) end
    return text
end

local function table_of(record, add)
    add('\n<a id="%s"></a>\n## %s\n\n| field | value | without it | meaning |\n|---|---|---|---|', record.name,
        record.title)
    for _, field in ipairs(record) do
        add("| `%s` | %s | %s | %s |", field.name, words(field.type),
            field.required and "**required**" or field.default, field.doc)
    end
    if not record.others then return end
    add("| any name: %s | %s | | %s |", schema.namings[record.naming].words, words(record.others), record.others_doc)
end

--- The reference page.
function describe.reference()
    local out = {}
    local function add(text, ...) out[#out + 1] = text:format(...) end
    add [[
# The case language

Every field of a case file. How to write one, step by step: [adding-a-case.md](adding-a-case.md).

<!-- Made from lua/schema.lua by `escapement schema --reference`; do not edit. -->]]
    for _, record in ipairs(schema.records) do table_of(record, add) end
    add [[

<a id="tags"></a>
## Tags

What our cases are about; a file may use words of its own. `make bench TAG=slice,string` measures the cases
that have one of them.

| tag | cases in which |
|---|---|]]
    for _, tag in ipairs(schema.tags) do add("| `%s` | %s |", table.unpack(tag)) end
    add [[

## What a file may use

A case file is Lua 5.4 text, UTF-8, that ends with `return case { … }`. It declares; it reaches no files and no
programs. These names exist:
]]
    add("`%s`.", table.concat(host.names, "`, `"))
    add [[

Reading any other name is an error. `pairs` visits names in an order that differs from run to run; sort where
order shows.
]]
    local limits = host.limits
    add("| limit | |\n|---|---|\n| size of the file | %d MiB |\n| Lua instructions | %d million |\n"
        .. "| memory in Lua | %d MiB |\n| CPU time | %d s |\n| what the case holds | %d MiB |", limits.file_mib,
        limits.million_instructions, limits.memory_mib, limits.cpu_s, limits.case_mib)
    add [[

The C in a case is native code and is trusted: it can do what any program of yours can.
]]
    return table.concat(out, "\n")
end

return describe
