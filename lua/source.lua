-- Where the fields of a case stand in its file. Lua forgets lines once a table is built, so the text
-- is read once more: its tokens (host.tokens, load/tokens.h), and of these the table constructors, nothing else.
-- Source: Lua 5.4 reference manual, section 3.1. Precondition: Lua has accepted the text.
--
-- A path names a field: "title", "strategies.heap.c", "params.1.values" (list items by index).

local host = require "host"

local source = {}

--- Every line end (\n, \r, \r\n, \n\r) as \n, which is how Lua counts and what its strings hold.
local function plain(text)
    if not text:find("\r", 1, true) then return text end
    local out, at = {}, 1
    while true do
        local stop = text:find("[\r\n]", at)
        if not stop then break end
        out[#out + 1] = text:sub(at, stop - 1) .. "\n"
        local pair = text:sub(stop, stop + 1)
        at = (pair == "\r\n" or pair == "\n\r") and stop + 2 or stop + 1
    end
    return table.concat(out) .. text:sub(at)
end

-- +1 where something opens that a comma may stand in, -1 where it closes.
local depth_change = {
    ["{"] = 1, ["("] = 1, ["["] = 1, ["function"] = 1, ["if"] = 1, ["do"] = 1, ["repeat"] = 1,
    ["}"] = -1, [")"] = -1, ["]"] = -1, ["end"] = -1, ["until"] = -1,
}

--- The index of the token behind a value: a separator, the closing brace of its table, or the end.
local function skip_value(tokens, k)
    local kinds, words, depth = tokens.kind, tokens.word, 0
    while kinds[k] ~= "end" do
        local word = words[k]
        local change = depth_change[word] or 0
        if depth == 0 and (change < 0 or word == "," or word == ";") then return k end
        depth = depth + change
        k = k + 1
    end
    return k
end

--- What stands before the value of an entry: `name =`, `["name"] =`, `[1] =`, or nothing.
--- Gives the name and the index of the value's first token.
local function read_key(text, tokens, k, next_index)
    if tokens.kind[k] == "word" and tokens.word[k + 1] == "=" then return tokens.word[k], k + 2 end
    if tokens.word[k] ~= "[" then return next_index(), k end
    local close = skip_value(tokens, k + 1)
    local name = "?"
    if close == k + 2 then name = tokens.word[k + 1] or text:sub(tokens.from[k + 1], tokens.to[k + 1]) end
    if name:find("\\", 1, true) then name = "?" end
    return name, math.min(close + 2, #tokens.kind)
end

--- The field whose name begins at token `key`, its value at `first`, and at `behind` what follows.
local function add_field(fields, path, tokens, key, first, behind)
    local known, stop = fields[path], tokens.stop[first > key and first - 2 or key]
    if known then
        known.again_line, known.again_at, known.again_stop = tokens.line[key], tokens.at[key], stop
        return
    end
    local last, separator = math.max(behind - 1, first), tokens.word[behind]
    local field = {
        path = path,
        key_line = tokens.line[key],            -- of its name, or of its value in a list
        value_line = tokens.line[first],        -- of the first token of its value
        text_line = tokens.content_line[first], -- of the first character of its text
        again_line = nil,                       -- where the same name is given once more
        key_at = tokens.at[key], -- offsets of its bytes: [key_at, key_stop) = [value_at, stop) separator
        key_stop = stop,
        value_at = tokens.at[first],
        stop = tokens.stop[last],
        separator = (separator == "," or separator == ";") and tokens.at[behind] or nil,
        sole = first == last,      -- the value is one token
        from = tokens.from[first], -- [from, to] is the content of a text
        to = tokens.to[first],
        kind = tokens.kind[first] == "sign" and tokens.word[first] or tokens.kind[first], -- of its first token
    }
    fields[path] = field
    fields[#fields + 1] = field
end

--- `k` is behind the opening brace; nesting is bounded by Lua's own limit of 200 levels. Gives the
--- index of the closing brace.
local function read_table(text, tokens, k, path, fields)
    local kinds, words, index = tokens.kind, tokens.word, 0
    local function next_index()
        index = index + 1
        return tostring(index)
    end
    while kinds[k] ~= "end" and words[k] ~= "}" do
        local name, value = read_key(text, tokens, k, next_index)
        local field = path == "" and name or path .. "." .. name
        local behind = value
        if words[value] == "{" then behind = read_table(text, tokens, value + 1, field, fields) + 1 end
        behind = skip_value(tokens, math.min(behind, #kinds))
        add_field(fields, field, tokens, k, value, behind)
        k = (words[behind] == "," or words[behind] == ";") and behind + 1 or behind
    end
    return k
end

--- The index of `case` in `return case {`, else of the first `case` that is called, else nil.
local function find_case(tokens)
    local words, first = tokens.word, nil
    for k, word in ipairs(words) do
        local behind = word == "case" and words[k + 1]
        if behind == "{" or behind == "(" then
            if words[k - 1] == "return" then return k end
            first = first or k
        end
    end
    return first
end

--- { case_line, case_at (nil: no case is found), fields = list in the order of their ends and map by path,
--- texts = { content = line } }
function source.read(text)
    local tokens = host.tokens(text)
    local foreign = text:find("\r", 1, true)
    local found = { case_line = 1, fields = {}, texts = {}, text = text, foreign_ends = foreign }
    for k, kind in ipairs(tokens.kind) do
        if kind == "long" then
            local content = plain(text:sub(tokens.from[k], tokens.to[k]))
            found.texts[content] = found.texts[content] or tokens.content_line[k]
        end
    end
    local start = find_case(tokens)
    if not start then return found end
    found.case_line, found.case_at = tokens.line[start], tokens.at[start]
    local brace = start + (tokens.word[start + 1] == "(" and 2 or 1)
    if tokens.word[brace] == "{" then read_table(text, tokens, brace + 1, "", found.fields) end
    return found
end

--- The field, or one whose name only Lua can tell; the nearest table around it that is written in the
--- constructor when the field itself is not (a table made by code); nil when nothing is.
local function nearest_field(found, path)
    while path do
        local field = found.fields[path] or found.fields[(path:gsub("[^.]*$", "?"))]
        if field then return field end
        path = path:match("^(.*)%.[^.]*$")
    end
end

--- The line of the field or of what is nearest to it; of `case` when nothing is.
function source.line(found, path)
    local field = nearest_field(found, path)
    return field and field.key_line or found.case_line
end

--- Its line, and the bytes [from, to) to point at, which are nil where no place is known: the name of
--- the field or of what is nearest to it, with `of_value` the field's value where it stands beside its name and
--- is no table.
function source.place(found, path, of_value)
    local field = nearest_field(found, path)
    if not field then
        return found.case_line, found.case_at, found.case_at and found.case_at + #"case"
    end
    -- Of several names that only Lua can tell it is not known which one is meant.
    if field.again_line and field.path:find("?", 1, true) then return field.key_line end
    local shown = of_value and field.path == path and field.value_line == field.key_line and field.kind ~= "{"
    return field.key_line, shown and field.value_at or field.key_at, shown and field.stop or field.key_stop
end

--- The line on which the first character of the field's text stands, for #line. A text that comes
--- from a variable is found by its content; one that was put together has the line of its value.
function source.text_line(found, path, text)
    local field = found.fields[path]
    if field and field.text_line then return field.text_line end
    if found.texts[text] then return found.texts[text] end
    return field and field.value_line or source.line(found, path)
end

--- The line and the byte of the file at which byte `at` of the field's text stands; nil where the text is
--- not written there as it is.
function source.inside(found, path, at)
    local field = found.fields[path]
    if not field or not field.sole or field.kind ~= "long" or found.foreign_ends then return end
    local _, before = found.text:sub(field.from, field.from + at - 2):gsub("\n", "")
    return field.text_line + before, field.from + at - 1
end

return source
