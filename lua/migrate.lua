-- Rewrites a case file of the old language (name, shared, go_shared, quick, expect, setup, teardown,
-- a `c` that is a function's body) into the one of today. It works on the text, so that comments and
-- layout stay; what it cannot do by moving text it refuses, with the line.

local source = require "source"

local Rewriter = {}
Rewriter.__index = Rewriter

function Rewriter:fault(path, text)
    local line, from, to = source.place(self.found, path)
    self.faults[#self.faults + 1] = { line = line, from = from, to = to, text = text }
end

--- The bytes [at, stop) become `text`.
function Rewriter:replace(at, stop, text)
    self.edits[#self.edits + 1] = { at = at, stop = stop, text = text, order = #self.edits }
end

--- The text with all edits made. Edits at one place keep their order.
function Rewriter:apply()
    table.sort(self.edits, function(a, b)
        if a.at ~= b.at then return a.at < b.at end
        return a.order < b.order
    end)
    local out, at = {}, 1
    for _, edit in ipairs(self.edits) do
        out[#out + 1] = self.text:sub(at, edit.at - 1) .. edit.text
        at = math.max(at, edit.stop)
    end
    return table.concat(out) .. self.text:sub(at)
end

function Rewriter:field(path) return self.found.fields[path] end

function Rewriter:value(field) return self.text:sub(field.value_at, field.stop - 1) end

--- The fields directly inside `path`, as they stand in the file.
function Rewriter:children(path)
    local list = {}
    for _, field in ipairs(self.found.fields) do
        local around, name = field.path:match("^(.*)%.([^.]*)$")
        if around == path then list[#list + 1] = { field = field, name = name } end
    end
    return list
end

--- The first byte of the line of `at`, and the blanks it begins with.
function Rewriter:line_start(at)
    local start = at
    while start > 1 and self.text:sub(start - 1, start - 1) ~= "\n" do start = start - 1 end
    return start, self.text:match("^[ \t]*", start)
end

function Rewriter:is_first_in_line(at)
    local start, blanks = self:line_start(at)
    return start + #blanks == at
end

--- The first byte behind the field and its separator.
function Rewriter.behind(_, field) return field.separator and field.separator + 1 or field.stop end

--- Takes a field away: with its whole line where nothing else stands there; a comment stays.
function Rewriter:remove(field)
    local at, stop = field.key_at, self:behind(field)
    if self.text:find("%S", field.stop) ~= (field.separator or field.stop) and field.separator then
        self:replace(at, field.stop, "") -- a comment stands before the separator
        return self:replace(field.separator, stop, "")
    end
    local rest = self.text:match("^[ \t]*\r?\n", stop)
    if rest and self:is_first_in_line(at) then
        local start = self:line_start(at)
        self:replace(start, stop + #rest, "")
    else
        self:replace(at, stop + #self.text:match("^[ \t]*", stop), "")
    end
end

function Rewriter:rename(path, key)
    local field = self:field(path)
    if field then self:replace(field.key_at, field.key_at + #path, key) end
end

-- ---- name, quick ---------------------------------------------------------------------------

local function indented(text, from, to)
    return (text:gsub("\n" .. from, "\n" .. to))
end

--- `name = { … }` entries of a short `params` become tables in the order they had: by name.
function Rewriter:lengthen_params(entries, quick)
    local names = {}
    for k, entry in ipairs(entries) do names[k] = entry.name end
    table.sort(names)
    for k, entry in ipairs(entries) do
        local name = names[k]
        local also = quick[name] and ", quick = " .. self:value(quick[name]) or ""
        self:replace(entry.field.key_at, entry.field.stop, ("{ name = %q, values = %s%s }"):format(
            name, self:value(self:field("params." .. name)), also))
    end
end

--- `quick` behind the `values` of a parameter in the long form.
function Rewriter:add_quick(entry, quick)
    local values = self:field(entry.field.path .. ".values")
    local text = "quick = " .. self:value(quick)
    local stop = self:behind(values)
    if self:is_first_in_line(values.key_at) and stop > values.stop then
        local _, blanks = self:line_start(values.key_at)
        self:replace(stop, stop, "\n" .. blanks .. text .. ",")
    else
        self:replace(values.stop, values.stop, ", " .. text)
    end
end

function Rewriter:move_quick()
    local field = self:field("quick")
    if not field then return end
    local params, quick, entries, used = self:field("params"), {}, {}, {}
    if field.kind ~= "{" or not params or params.kind ~= "{" then
        return self:fault("quick", "quick or params is made by code; write quick = { … } beside the "
            .. "values of its parameter by hand")
    end
    for _, entry in ipairs(self:children("quick")) do quick[entry.name] = entry.field end
    for k, entry in ipairs(self:children("params")) do
        local name = self:field(entry.field.path .. ".name")
        entries[k] = { field = entry.field, name = entry.name }
        entries[k].short = not entry.name:match("^%d+$")
        if not entries[k].short then
            local has_values = self:field(entry.field.path .. ".values")
            entries[k].name = name and has_values and self.text:sub(name.from or 1, name.to or 0)
        end
        used[entries[k].name or 1] = true
    end
    for name, value in pairs(quick) do
        if not used[name] then
            self:fault(value.path, ('quick names no parameter with "%s"; correct it first'):format(name))
        end
    end
    if entries[1] and entries[1].short then
        self:lengthen_params(entries, quick)
    else
        for _, entry in ipairs(entries) do
            if quick[entry.name] then self:add_quick(entry, quick[entry.name]) end
        end
    end
    self:remove(field)
end

-- ---- C bodies ------------------------------------------------------------------------------

--- "constant-capacity" -> "constant_capacity_op"
local function c_function(strategy, suffix) return (strategy:gsub("%-", "_")) .. "_" .. suffix end

--- What stands in front of the least indented line; four columns less, where there are as many.
local function outer_indent(body)
    local least
    for line in (body .. "\n"):gmatch("([^\n]*)\n") do
        local blanks = line:match("^([ \t]*)[^%s#]")
        if blanks and (not least or #blanks < #least) then least = blanks end
    end
    return least and least:sub(1, -5) or ""
end

--- A function around a body: on one line if the body is, without a comment that would eat the brace.
local function wrap(head, body)
    local line = body:match("^%s*([^\n]-)%s*$")
    if line and not body:find("\n") and not line:find("//", 1, true) then
        return head .. " { " .. line .. " }"
    end
    local indent = outer_indent(body)
    body = body:gsub("[ \t]*$", "")
    if body:sub(-1) ~= "\n" then body = body .. "\n" end
    return indent .. head .. "\n" .. indent .. "{\n" .. body .. indent .. "}\n"
end

--- The body in a text field, or nil when it is put together by code.
function Rewriter:body(field)
    if not field.sole or not field.from then return end
    return self.text:sub(field.from, field.to)
end

function Rewriter:hook(strategy, suffix)
    local field = self:field("strategies." .. strategy .. "." .. suffix)
    if not field then return "" end
    local body = self:body(field)
    if not body or field.kind == "quoted" and body:find("\\", 1, true) then
        self:fault(field.path, ("%s is put together by code; write static void %s(void) { … } into c "
            .. "by hand"):format(suffix, c_function(strategy, suffix)))
        return ""
    end
    self:remove(field)
    local head = ("static void %s(void)"):format(c_function(strategy, suffix))
    local text = wrap(head, body)
    return text:sub(-1) == "\n" and text or text .. "\n"
end

function Rewriter:wrap_body(strategy)
    local field = self:field("strategies." .. strategy .. ".c")
    if not field then return end
    local body = self:body(field)
    local op = c_function(strategy, "op")
    if body and self.defines(body, op) then return end
    if not body then
        return self:fault(field.path, ("c is put together by code; make it define static uint64_t "
            .. "%s(uint64_t i) { … } by hand"):format(op))
    end
    local setup, teardown = self:hook(strategy, "setup"), self:hook(strategy, "teardown")
    local tail = body:find("\n") and body:match("[ \t]*$") or ""
    local text = wrap(("static uint64_t %s(uint64_t i)"):format(op), body)
    if setup ~= "" or teardown ~= "" then
        text = text:sub(-1) == "\n" and text or text .. "\n"
        text = setup .. (setup ~= "" and "\n" or "") .. text
            .. (teardown ~= "" and "\n" or "") .. teardown
    end
    if not body:find("\n") and text:find("\n") and field.kind == "long" then text = "\n" .. text end
    local close = field.kind == "long" and self.text:sub(field.to + 1, field.stop - 1)
    if close and (setup .. teardown):find(close, 1, true) then
        return self:fault(field.path, ("setup or teardown holds %s; choose longer brackets for c first")
            :format(close))
    end
    if field.kind == "quoted" then text = text:gsub("\n", "\\n") end
    self:replace(field.from, field.to + 1, text .. tail)
end

-- ---- expect --------------------------------------------------------------------------------

--- Whole-line comments in a text, each with its newline, moved to another indent.
local function comments_in(text, blanks)
    local out = {}
    for comment in text:gmatch("\n[ \t]*(%-%-[^\n]*)") do out[#out + 1] = blanks .. comment .. "\n" end
    return table.concat(out)
end

--- The comment lines directly above a place, and where the first of them begins.
function Rewriter:comments_above(at)
    local start, list = self:line_start(at), ""
    while start > 1 do
        local above = self:line_start(start - 1)
        local line = self.text:sub(above, start - 1)
        if not line:match("^[ \t]*%-%-") then break end
        start, list = above, line .. list
    end
    return start, list
end

function Rewriter:place(strategy)
    local place = self:field("strategies." .. strategy .. ".place")
    if place then return self.text:sub(place.from or 1, place.to or 0) end
    return strategy == "stack" and "stack" or "heap"
end

--- The comment behind a field, up to the end of its line, with the blanks before it.
function Rewriter:trail(field)
    local trail = self.text:match("^[ \t]*%-%-[^\r\n]*", self:behind(field)) or ""
    return trail:find("^[ \t]*%-%-%[=*%[") and "" or trail
end

--- Comments to the end of a line as such that end before it.
local function enclosed(trails)
    return (trails:gsub("%-%-([^\n]-) *%f[\n\0]", function(comment)
        return comment:find("]]", 1, true) and "" or "--[[" .. comment .. " ]]"
    end))
end

--- What is expected of a strategy as fields: the text of each with the comments around it.
function Rewriter:expected(strategy, blanks)
    local children, pieces = self:children("expect." .. strategy), {}
    local whole = self:field("expect." .. strategy)
    local at = whole.value_at + 1
    for _, child in ipairs(children) do
        local field = child.field
        local zero = (child.name == "allocs" or child.name == "bytes") and self:value(field) == "0"
        local _, own = self:line_start(field.key_at)
        local text = indented(self.text:sub(field.key_at, field.stop - 1), own, blanks) .. ","
        local trail = self:trail(field)
        if not (zero and self:place(strategy) == "stack") then
            pieces[#pieces + 1] = {
                above = comments_in("\n" .. self.text:sub(at, field.key_at - 1), blanks),
                text = text, trail = trail,
            }
        end
        at = self:behind(field) + #trail
    end
    if pieces[1] then pieces[#pieces].trail = pieces[#pieces].trail .. self:trail(whole) end
    return pieces, not self:value(whole):find("\n")
end

--- Puts the expectation's fields behind the last field of the strategy.
function Rewriter:move_expectation(strategy, above)
    local last
    for _, child in ipairs(self:children("strategies." .. strategy)) do
        if child.name ~= "setup" and child.name ~= "teardown" then last = child.field end
    end
    local table_field = self:field("strategies." .. strategy)
    if not table_field or table_field.kind ~= "{" or not last then
        self:fault("expect." .. strategy, ('the strategy "%s" is not written as a table in strategies; '
            .. "write its allocs, bytes and escapes there by hand"):format(strategy))
        return false
    end
    local _, blanks = self:line_start(last.key_at)
    local pieces, on_a_line = self:expected(strategy, blanks)
    if #pieces == 0 then return false end
    local texts, trails = {}, {}
    for k, piece in ipairs(pieces) do texts[k], trails[k] = piece.text, piece.trail end
    if not self:is_first_in_line(last.key_at) then -- a strategy on one line: comments go behind it
        self:replace(last.stop, self:behind(last), ", " .. table.concat(texts, " "):gsub(",$", ""))
        local stop = self:behind(table_field) + #self:trail(table_field)
        local behind = table.concat(trails, "\n")
        local last_in_line = self.text:find("^[ \t]*\r?\n", stop) or stop > #self.text
        self:replace(stop, stop, last_in_line and behind:gsub("\n", "") or enclosed(behind):gsub("\n", ""))
        return false
    end
    local text = blanks .. table.concat(texts, on_a_line and " " or "\n" .. blanks) .. table.concat(trails)
    if not on_a_line then
        for k, piece in ipairs(pieces) do texts[k] = piece.above .. blanks .. piece.text .. piece.trail end
        text = table.concat(texts, "\n")
    end
    local stop = self:behind(last)
    if stop == last.stop then self:replace(stop, stop, ",") end
    local trail = self:trail(last)
    above = above:gsub("([^\n]*\n)", function(line) return blanks .. line:gsub("^[ \t]*", "") end)
    self:replace(stop + #trail, stop + #trail, "\n" .. above .. text)
    return true
end

--- The lines of the field, the comments above it (they have moved) and one blank line before.
function Rewriter:remove_expect(field, start)
    local stop = self:behind(field)
    local rest = self.text:match("^[ \t]*\r?\n", stop)
    if not rest or not self:is_first_in_line(field.key_at) then return self:remove(field) end
    local blank = self.text:sub(1, start - 1):match("\n([ \t]*\r?\n)$")
    self:replace(start - #(blank or ""), stop + #rest, "")
end

function Rewriter:move_expect()
    local field = self:field("expect")
    if not field then return end
    if field.kind ~= "{" then
        return self:fault("expect", "expect is made by code; write allocs, bytes and escapes into the "
            .. "strategies by hand")
    end
    local start, above = self:comments_above(field.key_at)
    local at = field.value_at + 1
    for _, child in ipairs(self:children("expect")) do
        above = above .. comments_in("\n" .. self.text:sub(at, child.field.key_at - 1), "")
        at = self:behind(child.field) + #self:trail(child.field)
        if child.field.kind ~= "{" then
            self:fault(child.field.path, ("expect.%s is made by code; write allocs, bytes and escapes "
                .. "into the strategy by hand"):format(child.name))
        elseif self:move_expectation(child.name, above) then
            above = ""
        end
    end
    if above ~= "" then start = self:line_start(field.key_at) end
    self:remove_expect(field, start)
end

--- Line ends as the old text has them: Windows', where it has no others.
local function with_line_ends(old, new)
    local foreign = old:find("\r\n", 1, true) and not old:gsub("\r\n", ""):find("[\r\n]")
    return foreign and new:gsub("\r?\n", "\r\n") or new
end

--- The new text, equal to the old one where there is nothing to do; else nil and the faults, each
--- with `line` and `text`. `defines(c, name)` says whether a C text defines that function; `stem` is
--- the file's name.
return function(text, defines, stem)
    local rewriter = setmetatable({
        text = text, found = source.read(text), defines = defines, edits = {}, faults = {},
    }, Rewriter)
    local name = rewriter:field("name")
    if name and name.sole and name.from and text:sub(name.from, name.to) ~= stem then
        rewriter:fault("name", ('name is "%s", but the file\'s name is the case\'s now: rename the file, or '
            .. "correct the name"):format(text:sub(name.from, name.to)))
    end
    if name then rewriter:remove(name) end
    rewriter:rename("shared", "c")
    rewriter:rename("go_shared", "go")
    rewriter:move_quick()
    for _, strategy in ipairs(rewriter:children("strategies")) do rewriter:wrap_body(strategy.name) end
    rewriter:move_expect()
    if #rewriter.faults > 0 then return nil, rewriter.faults end
    return (with_line_ends(text, rewriter:apply()))
end
