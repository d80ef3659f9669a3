-- Where the fields of a case stand in its file. Lua forgets lines once a table is built, so the text
-- is read once more by a small scanner that knows tokens and table constructors, nothing else.
-- Source: Lua 5.4 reference manual, section 3.1. Precondition: Lua has accepted the text.
--
-- A path names a field: "title", "strategies.heap.c", "params.1.values" (list items by index).

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

local function count_lines(text)
    local _, count = plain(text):gsub("\n", "")
    return count
end

--- The first byte behind a long bracket that opens at `at`, and where its content begins and ends;
--- nothing where none opens.
local function long_bracket(text, at)
    local level = text:match("^%[(=*)%[", at)
    if not level then return end
    local from = at + #level + 2
    local first = text:match("^\r?\n?", from)
    if first == "" then first = text:match("^\n?\r?", from) end
    local to, stop = text:find("]" .. level .. "]", from, true)
    return (stop or #text) + 1, from + #first, (to or #text + 1) - 1
end

local function skip_quoted(text, at)
    local quote = text:sub(at, at)
    at = at + 1
    while true do
        local byte = text:match('["\'\\]', at)
        at = text:find('["\'\\]', at)
        if not at then return #text + 1 end
        if byte == quote then return at + 1 end
        at = at + (byte == "\\" and 2 or 1)
    end
end

--- { kind = "word"|"quoted"|"long"|"sign", at, stop = first byte behind it, from, to = its content }
local function token_at(text, at)
    local stop, from, to = long_bracket(text, at)
    if stop then return { kind = "long", at = at, stop = stop, from = from, to = to } end
    if text:find("^[\"']", at) then
        stop = skip_quoted(text, at)
        return { kind = "quoted", at = at, stop = stop, from = at + 1, to = stop - 2 }
    end
    local word = text:match("^[A-Za-z0-9_]+", at)
    if word then return { kind = "word", at = at, stop = at + #word, word = word } end
    local sign = text:match("^==", at) or text:sub(at, at) -- so that `=` is always an assignment
    return { kind = "sign", at = at, stop = at + #sign, word = sign }
end

local function skip_blank(text, at)
    while true do
        at = text:find("[^ \t\r\n\v\f]", at)
        if not at then return #text + 1 end
        if text:sub(at, at + 1) ~= "--" then return at end
        at = long_bracket(text, at + 2) or text:find("[\r\n]", at) or #text + 1
    end
end

--- All tokens, each with its `line` and that of its content, `content_line`; an "end" is the last.
local function scan(text)
    local tokens, line, counted = {}, 1, 1
    local function line_of(at)
        line = line + count_lines(text:sub(counted, at - 1))
        counted = at
        return line
    end
    local at = skip_blank(text, 1)
    while at <= #text do
        local token = token_at(text, at)
        token.line = line_of(at)
        token.content_line = token.from and line_of(token.from) or line
        tokens[#tokens + 1] = token
        at = skip_blank(text, token.stop)
    end
    tokens[#tokens + 1] = { kind = "end", at = #text + 1, stop = #text + 1, line = line_of(#text + 1) }
    return tokens
end

-- +1 where something opens that a comma may stand in, -1 where it closes.
local depth_change = {
    ["{"] = 1, ["("] = 1, ["["] = 1, ["function"] = 1, ["if"] = 1, ["do"] = 1, ["repeat"] = 1,
    ["}"] = -1, [")"] = -1, ["]"] = -1, ["end"] = -1, ["until"] = -1,
}

--- The index of the token behind a value: a separator, the closing brace of its table, or the end.
local function skip_value(tokens, k)
    local depth = 0
    while tokens[k].kind ~= "end" do
        local word = tokens[k].word
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
    local token = tokens[k]
    if token.kind == "word" and tokens[k + 1].word == "=" then return token.word, k + 2 end
    if token.word ~= "[" then return next_index(), k end
    local close = skip_value(tokens, k + 1)
    local key = tokens[k + 1]
    local name = "?"
    if close == k + 2 then name = key.word or text:sub(key.from, key.to) end
    return name, math.min(close + 2, #tokens)
end

local function add_field(fields, path, key, first, last, behind)
    local known = fields[path]
    if known then
        known.again_line = key.line
        return
    end
    local field = {
        path = path,
        key_line = key.line,     -- of its name, or of its value in a list
        value_line = first.line, -- of the first token of its value
        text_line = first.from and first.content_line, -- of the first character of its text
        again_line = nil,        -- where the same name is given once more
        key_at = key.at,         -- offsets of its bytes: [key_at, value_at) … [value_at, stop) … separator
        value_at = first.at,
        stop = last.stop,
        separator = (behind.word == "," or behind.word == ";") and behind.at or nil,
        sole = first == last, -- the value is one token
        from = first.from,    -- [from, to] is the content of a text
        to = first.to,
        kind = first.kind == "sign" and first.word or first.kind, -- of the value's first token
    }
    fields[path] = field
    fields[#fields + 1] = field
end

--- `k` is behind the opening brace; nesting is bounded by Lua's own limit of 200 levels.
local function read_table(text, tokens, k, path, fields)
    local index = 0
    local function next_index()
        index = index + 1
        return tostring(index)
    end
    while tokens[k].kind ~= "end" and tokens[k].word ~= "}" do
        local name, value = read_key(text, tokens, k, next_index)
        local field = path == "" and name or path .. "." .. name
        if tokens[value].word == "{" then read_table(text, tokens, value + 1, field, fields) end
        local behind = skip_value(tokens, value)
        local last = tokens[math.max(behind - 1, value)]
        add_field(fields, field, tokens[k], tokens[value], last, tokens[behind])
        local word = tokens[behind].word
        k = (word == "," or word == ";") and behind + 1 or behind
    end
end

--- The index of `case` in `return case {`, else of the first `case` that is called, else nil.
local function find_case(tokens)
    local first
    for k, token in ipairs(tokens) do
        local behind = token.word == "case" and tokens[k + 1].word
        if behind == "{" or behind == "(" then
            if k > 1 and tokens[k - 1].word == "return" then return k end
            first = first or k
        end
    end
    return first
end

--- { case_line, fields = list in the order of their ends and map by path, texts = { content = line } }
function source.read(text)
    local tokens = scan(text)
    local found = { case_line = 1, fields = {}, texts = {} }
    for _, token in ipairs(tokens) do
        if token.kind == "long" then
            local content = plain(text:sub(token.from, token.to))
            found.texts[content] = found.texts[content] or token.content_line
        end
    end
    local start = find_case(tokens)
    if not start then return found end
    found.case_line = tokens[start].line
    local brace = start + (tokens[start + 1].word == "(" and 2 or 1)
    if tokens[brace] and tokens[brace].word == "{" then read_table(text, tokens, brace + 1, "", found.fields) end
    return found
end

--- The line of the field; of the nearest table around it that is written in the constructor when the
--- field itself is not (a table made by code); of `case` when nothing is.
function source.line(found, path)
    while path do
        if found.fields[path] then return found.fields[path].key_line end
        path = path:match("^(.*)%.[^.]*$")
    end
    return found.case_line
end

--- The line on which the first character of the field's text stands, for #line. A text that comes
--- from a variable is found by its content; one that was put together has the line of its value.
function source.text_line(found, path, text)
    local field = found.fields[path]
    if field and field.text_line then return field.text_line end
    if found.texts[text] then return found.texts[text] end
    return field and field.value_line or source.line(found, path)
end

return source
