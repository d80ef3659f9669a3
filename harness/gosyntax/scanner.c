/*
 * Characters to tokens. See scanner.h.
 */
#include "gosyntax/scanner.h"

#include "base/memory.h"
#include "gosyntax/letters.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTE_ORDER_MARK = 0xFEFF, LAST_CHARACTER = 0x10FFFF };

static const struct {
    const char *word, *shown;
} tokens[ESC_TOKENS] = {
    [ESC_TOKEN_END] = {"EOF", "end of the file"},
    [ESC_TOKEN_NAME] = {"name", NULL},
    [ESC_TOKEN_LITERAL] = {"literal", NULL},
    [ESC_TOKEN_OPERATOR] = {"operator", NULL},
    [ESC_TOKEN_ASSIGN_OPERATOR] = {"op=", NULL},
    [ESC_TOKEN_INCREMENT] = {"++", NULL},
    [ESC_TOKEN_ASSIGN] = {"=", NULL},
    [ESC_TOKEN_DEFINE] = {":=", NULL},
    [ESC_TOKEN_ARROW] = {"<-", NULL},
    [ESC_TOKEN_STAR] = {"*", NULL},
    [ESC_TOKEN_LEFT_PAREN] = {"(", NULL},
    [ESC_TOKEN_LEFT_BRACKET] = {"[", NULL},
    [ESC_TOKEN_LEFT_BRACE] = {"{", NULL},
    [ESC_TOKEN_RIGHT_PAREN] = {")", NULL},
    [ESC_TOKEN_RIGHT_BRACKET] = {"]", NULL},
    [ESC_TOKEN_RIGHT_BRACE] = {"}", NULL},
    [ESC_TOKEN_COMMA] = {",", "comma"},
    [ESC_TOKEN_SEMICOLON] = {";", "semicolon or newline"},
    [ESC_TOKEN_COLON] = {":", NULL},
    [ESC_TOKEN_DOT] = {".", NULL},
    [ESC_TOKEN_DOTS] = {"...", NULL},
    [ESC_TOKEN_BREAK] = {"break", "keyword break"},
    [ESC_TOKEN_CASE] = {"case", "keyword case"},
    [ESC_TOKEN_CHAN] = {"chan", "keyword chan"},
    [ESC_TOKEN_CONST] = {"const", "keyword const"},
    [ESC_TOKEN_CONTINUE] = {"continue", "keyword continue"},
    [ESC_TOKEN_DEFAULT] = {"default", "keyword default"},
    [ESC_TOKEN_DEFER] = {"defer", "keyword defer"},
    [ESC_TOKEN_ELSE] = {"else", "keyword else"},
    [ESC_TOKEN_FALLTHROUGH] = {"fallthrough", "keyword fallthrough"},
    [ESC_TOKEN_FOR] = {"for", "keyword for"},
    [ESC_TOKEN_FUNC] = {"func", "keyword func"},
    [ESC_TOKEN_GO] = {"go", "keyword go"},
    [ESC_TOKEN_GOTO] = {"goto", "keyword goto"},
    [ESC_TOKEN_IF] = {"if", "keyword if"},
    [ESC_TOKEN_IMPORT] = {"import", "keyword import"},
    [ESC_TOKEN_INTERFACE] = {"interface", "keyword interface"},
    [ESC_TOKEN_MAP] = {"map", "keyword map"},
    [ESC_TOKEN_PACKAGE] = {"package", "keyword package"},
    [ESC_TOKEN_RANGE] = {"range", "keyword range"},
    [ESC_TOKEN_RETURN] = {"return", "keyword return"},
    [ESC_TOKEN_SELECT] = {"select", "keyword select"},
    [ESC_TOKEN_STRUCT] = {"struct", "keyword struct"},
    [ESC_TOKEN_SWITCH] = {"switch", "keyword switch"},
    [ESC_TOKEN_TYPE] = {"type", "keyword type"},
    [ESC_TOKEN_VAR] = {"var", "keyword var"},
};

const char *esc_token_word(enum esc_token token)
{
    return tokens[token].shown != NULL ? tokens[token].shown : tokens[token].word;
}

/* Gives the message its line, with a mark at the place. */
static void show_place(struct esc_scanner *scanner, struct esc_go_place place)
{
    const char *at = scanner->bytes, *end = scanner->bytes + scanner->length;
    for (unsigned line = 1; line < place.line && at != NULL; line++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at != NULL ? at + 1 : NULL;
    }
    if (at == NULL || place.column > (size_t)(end - at))
        return;
    const size_t from = (size_t)(at - scanner->bytes) + place.column - 1;
    struct esc_excerpt excerpt = esc_excerpt_at(scanner->bytes, scanner->length, from, from + 1);
    excerpt.number = (int)place.line;
    esc_error_show(scanner->error, &excerpt);
}

void esc_scanner_fail(struct esc_scanner *scanner, struct esc_go_place place, const char *format,
                      ...)
{
    if (scanner->failed)
        return;
    char reason[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    scanner->failed = true;
    scanner->token = ESC_TOKEN_END;
    esc_error_add(scanner->error, scanner->path, (int)place.line, "%s", reason);
    show_place(scanner, place);
}

/* ---- characters ---- */

/* Where the next character is. */
static struct esc_go_place here(const struct esc_scanner *scanner)
{
    return (struct esc_go_place){scanner->line, (unsigned)(scanner->at - scanner->line_start) + 1};
}

/* Reads the character at `at`. */
static void look(struct esc_scanner *scanner)
{
    if (scanner->at == scanner->length) {
        scanner->character = -1;
        scanner->width = 0;
        return;
    }
    const char *bytes = scanner->bytes + scanner->at;
    scanner->character =
        (int32_t)esc_go_character(bytes, scanner->length - scanner->at, &scanner->width);
    if (scanner->width > 0 && scanner->character != 0 && scanner->character != BYTE_ORDER_MARK)
        return;
    if (scanner->character == BYTE_ORDER_MARK && scanner->width > 0 && scanner->at == 0) {
        scanner->at += scanner->width;
        look(scanner);
        return;
    }
    const struct esc_go_place place = here(scanner);
    if (scanner->width == 0)
        esc_scanner_fail(scanner, place, "invalid UTF-8: Go source is text in UTF-8");
    else if (scanner->character == 0)
        esc_scanner_fail(scanner, place, "a NUL character, which Go source may not hold");
    else
        esc_scanner_fail(scanner, place,
                         "a byte order mark that is not the file's first character");
    scanner->character = -1;
    scanner->width = 0;
    scanner->at = scanner->length;
}

static void step(struct esc_scanner *scanner)
{
    scanner->at += scanner->width;
    if (scanner->character == '\n') {
        scanner->line++;
        scanner->line_start = scanner->at;
    }
    look(scanner);
}

static bool took(struct esc_scanner *scanner, int32_t character)
{
    if (scanner->character != character)
        return false;
    step(scanner);
    return true;
}

/* Of the token that began at `place`, a place that many bytes later in its line. */
static struct esc_go_place behind(struct esc_go_place place, size_t bytes)
{
    place.column += (unsigned)bytes;
    return place;
}

static bool is_decimal(int32_t character)
{
    return character >= '0' && character <= '9';
}

static int digit_value(int32_t character)
{
    if (is_decimal(character))
        return character - '0';
    character |= 0x20;
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : 16;
}

/* ---- comments and directives ---- */

static const struct {
    const char *text;
    unsigned bit;
} pragmas[] = {
    {"go:noescape", ESC_PRAGMA_NOESCAPE},
    {"go:uintptrescapes", ESC_PRAGMA_UINTPTR_ESCAPES},
    {"go:uintptrkeepalive", ESC_PRAGMA_UINTPTR_KEEPALIVE},
    {"go:notinheap", ESC_PRAGMA_NOT_IN_HEAP},
    {"go:noinline", ESC_PRAGMA_NOINLINE},
    {"go:nosplit", ESC_PRAGMA_NOSPLIT},
    {"go:norace", ESC_PRAGMA_NORACE},
    {"go:nocheckptr", ESC_PRAGMA_NOCHECKPTR},
    {"go:nointerface", ESC_PRAGMA_NOINTERFACE},
    {"go:nowritebarrier", ESC_PRAGMA_YESWRITEBARRIER},
    {"go:nowritebarrierrec", ESC_PRAGMA_YESWRITEBARRIER},
    {"go:yeswritebarrierrec", ESC_PRAGMA_YESWRITEBARRIER},
    {"go:systemstack", ESC_PRAGMA_YESWRITEBARRIER},
    {"go:embed", ESC_PRAGMA_EMBED},
    {"go:build", ESC_PRAGMA_BUILD},
};

static unsigned pragma_bit(const char *text, size_t length)
{
    const char *blank = memchr(text, ' ', length);
    const size_t word = blank != NULL ? (size_t)(blank - text) : length;
    for (size_t k = 0; k < sizeof pragmas / sizeof *pragmas; k++)
        if (strlen(pragmas[k].text) == word && memcmp(pragmas[k].text, text, word) == 0)
            return pragmas[k].bit;
    return 0;
}

static void keep_directive(struct esc_scanner *scanner, struct esc_go_place place, const char *text,
                           size_t length)
{
    const unsigned bit = pragma_bit(text, length);
    if (bit != 0) {
        if ((scanner->pragmas & bit) == 0)
            scanner->pragma_places[__builtin_ctz(bit)] = place;
        scanner->pragmas |= bit;
        return;
    }
    char *copy = esc_arena_copy(scanner->arena, text, length);
    scanner->directives =
        esc_grow(scanner->directives, &scanner->directive_count, sizeof *scanner->directives);
    scanner->directives[scanner->directive_count - 1] = (struct esc_go_directive){place, copy};
}

/* "line FILE:3" moves what the compiler prints; without a number behind a colon it is a comment. */
static bool moves_lines(const char *text, size_t length)
{
    const char *opening = "line ";
    if (length < strlen(opening) || memcmp(text, opening, strlen(opening)) != 0)
        return false;
    const char *colon = memrchr(text, ':', length);
    return colon != NULL;
}

/* A comment that was opened at `place`, and what it says. */
static void read_comment(struct esc_scanner *scanner, struct esc_go_place place, const char *text,
                         size_t length, bool to_line_end)
{
    if (to_line_end && length > 0 && text[length - 1] == '\r')
        length--;
    if ((place.column == 1 || !to_line_end) && moves_lines(text, length))
        esc_scanner_fail(scanner, place,
                         "a //line directive, which moves the places that are told");
    else if (to_line_end && length > 3 && memcmp(text, "go:", 3) == 0)
        keep_directive(scanner, behind(place, 2), text, length);
}

static void skip_line_comment(struct esc_scanner *scanner, struct esc_go_place place)
{
    const size_t begin = scanner->at;
    while (scanner->character >= 0 && scanner->character != '\n')
        step(scanner);
    read_comment(scanner, place, scanner->bytes + begin, scanner->at - begin, true);
}

static void skip_block_comment(struct esc_scanner *scanner, struct esc_go_place place)
{
    const size_t begin = scanner->at;
    while (scanner->character >= 0) {
        const bool star = scanner->character == '*';
        step(scanner);
        if (star && scanner->character == '/') {
            read_comment(scanner, place, scanner->bytes + begin, scanner->at - 1 - begin, false);
            step(scanner);
            return;
        }
    }
    esc_scanner_fail(scanner, place, "this comment has no end");
}

/* ---- literals ---- */

/* What is known of a number while it is read. */
struct number {
    int base;
    char prefix; /* 0: decimal, '0': octal without a letter, x, o, b */
    bool has_digits, has_separators;
    size_t invalid; /* behind the first digit that the base has not: its index + 1; 0: none */
};

static const char *base_name(int base)
{
    return base == 2 ? "binary" : base == 8 ? "octal" : base == 10 ? "decimal" : "hexadecimal";
}

/* Digits of the base, those that are too large noted, and _ between them. */
static void read_digits(struct esc_scanner *scanner, struct number *number, size_t begin)
{
    const int most = number->base > 10 ? 16 : 10;
    for (;; step(scanner)) {
        if (scanner->character == '_') {
            number->has_separators = true;
            continue;
        }
        const int digit = scanner->character < 0 ? 16 : digit_value(scanner->character);
        if (digit >= most)
            return;
        number->has_digits = true;
        if (digit >= number->base && number->invalid == 0)
            number->invalid = scanner->at - begin + 1;
    }
}

static void read_prefix(struct esc_scanner *scanner, struct number *number)
{
    static const struct {
        char letter;
        int base;
    } prefixes[] = {{'x', 16}, {'o', 8}, {'b', 2}};
    if (!took(scanner, '0'))
        return;
    for (size_t k = 0; k < sizeof prefixes / sizeof *prefixes; k++) {
        if ((scanner->character | 0x20) == prefixes[k].letter) {
            step(scanner);
            number->base = prefixes[k].base;
            number->prefix = prefixes[k].letter;
            return;
        }
    }
    number->base = 8;
    number->prefix = '0';
    number->has_digits = true;
}

/* The index of a _ that is not between two digits, a prefix being one; -1: there is none. */
static long misplaced_separator(const char *text, size_t length)
{
    const int letter = length > 1 && text[0] == '0' ? text[1] | 0x20 : 0;
    const bool prefixed = letter == 'x' || letter == 'o' || letter == 'b';
    bool digit_before = false;
    for (size_t k = 0; k < length; k++) {
        const bool digit = is_decimal(text[k]) || (letter == 'x' && digit_value(text[k]) < 16) ||
                           (prefixed && k == 1);
        if (text[k] == '_' && !digit_before)
            return (long)k;
        if (!digit && text[k] != '_' && k > 0 && text[k - 1] == '_')
            return (long)k - 1;
        digit_before = digit;
    }
    return length > 0 && text[length - 1] == '_' ? (long)length - 1 : -1;
}

static void read_exponent(struct esc_scanner *scanner, struct number *number)
{
    const int letter = scanner->character | 0x20;
    if (letter == 'e' && number->prefix != 0 && number->prefix != '0')
        esc_scanner_fail(scanner, here(scanner), "an exponent with e is for decimal numbers");
    if (letter == 'p' && number->prefix != 'x')
        esc_scanner_fail(scanner, here(scanner), "an exponent with p is for hexadecimal numbers");
    step(scanner);
    if (scanner->character == '+' || scanner->character == '-')
        step(scanner);
    struct number exponent = {.base = 10};
    read_digits(scanner, &exponent, 0);
    number->has_separators |= exponent.has_separators;
    if (!exponent.has_digits)
        esc_scanner_fail(scanner, here(scanner), "an exponent without digits");
}

static void check_number(struct esc_scanner *scanner, const struct number *number)
{
    if (scanner->failed)
        return;
    if (scanner->literal == ESC_GO_INT && number->invalid > 0)
        esc_scanner_fail(scanner, behind(scanner->place, number->invalid - 1),
                         "the digit %c in %s number", scanner->text[number->invalid - 1],
                         number->base == 8 ? "an octal" : "a binary");
    if (!number->has_separators)
        return;
    const long wrong = misplaced_separator(scanner->text, scanner->text_length);
    if (wrong >= 0)
        esc_scanner_fail(scanner, behind(scanner->place, (size_t)wrong),
                         "_ stands between two digits of a number only");
}

static void finish_literal(struct esc_scanner *scanner, size_t begin, enum esc_go_literal kind)
{
    if (scanner->failed)
        return;
    scanner->token = ESC_TOKEN_LITERAL;
    scanner->literal = kind;
    scanner->text = scanner->bytes + begin;
    scanner->text_length = scanner->at - begin;
    scanner->ends_line = true;
}

/* From its first character, or from behind its point. */
static void read_number(struct esc_scanner *scanner, size_t begin, bool behind_point)
{
    struct number number = {.base = 10};
    enum esc_go_literal kind = ESC_GO_INT;
    if (!behind_point) {
        read_prefix(scanner, &number);
        read_digits(scanner, &number, begin);
        if (scanner->character == '.') {
            if (number.prefix == 'o' || number.prefix == 'b')
                esc_scanner_fail(scanner, here(scanner), "a point in %s number",
                                 number.prefix == 'o' ? "an octal" : "a binary");
            step(scanner);
            behind_point = true;
        }
    }
    if (behind_point) {
        kind = ESC_GO_FLOAT;
        read_digits(scanner, &number, begin);
    }
    if (!number.has_digits)
        esc_scanner_fail(scanner, here(scanner), "a %s number without digits",
                         base_name(number.base));
    if ((scanner->character | 0x20) == 'e' || (scanner->character | 0x20) == 'p') {
        kind = ESC_GO_FLOAT;
        read_exponent(scanner, &number);
    } else if (number.prefix == 'x' && kind == ESC_GO_FLOAT) {
        esc_scanner_fail(scanner, here(scanner),
                         "a hexadecimal number with a point wants an exponent with p");
    }
    if (took(scanner, 'i'))
        kind = ESC_GO_IMAGINARY;
    finish_literal(scanner, begin, kind);
    check_number(scanner, &number);
}

/* `count` digits behind a backslash and what begins them. */
static void read_code(struct esc_scanner *scanner, int count, int base, uint32_t most)
{
    uint32_t value = 0;
    for (int k = 0; k < count; k++) {
        if (scanner->character < 0)
            return; /* the end is told by who reads the literal */
        const int digit = digit_value(scanner->character);
        if (digit >= base) {
            esc_scanner_fail(scanner, here(scanner), "no %s digit in an escape sequence",
                             base_name(base));
            return;
        }
        value = value * (uint32_t)base + (uint32_t)digit;
        step(scanner);
    }
    if (base == 8 && value > most)
        esc_scanner_fail(scanner, here(scanner), "an octal escape sequence above 255");
    else if (value > most || (most > 255 && value >= 0xD800 && value < 0xE000))
        esc_scanner_fail(scanner, here(scanner), "an escape sequence for no Unicode character");
}

/* Behind a backslash. */
static void read_escape(struct esc_scanner *scanner, int32_t quote)
{
    const int32_t character = scanner->character;
    if (character < 0)
        return;
    if (character == quote || (character < 0x80 && strchr("abfnrtv\\", character) != NULL)) {
        step(scanner);
        return;
    }
    if (character >= '0' && character <= '7') {
        read_code(scanner, 3, 8, 255);
        return;
    }
    if (character != 'x' && character != 'u' && character != 'U') {
        esc_scanner_fail(scanner, here(scanner), "an escape sequence that Go does not know");
        return;
    }
    step(scanner);
    if (character == 'x')
        read_code(scanner, 2, 16, 255);
    else
        read_code(scanner, character == 'u' ? 4 : 8, 16, LAST_CHARACTER);
}

static void read_rune(struct esc_scanner *scanner, size_t begin)
{
    step(scanner);
    for (int count = 0; !scanner->failed; count++) {
        if (scanner->character == '\'') {
            if (count == 0)
                esc_scanner_fail(scanner, here(scanner), "no character between the quotes");
            else if (count > 1)
                esc_scanner_fail(scanner, scanner->place,
                                 "more than one character between the quotes");
            step(scanner);
            break;
        }
        if (scanner->character == '\n')
            esc_scanner_fail(scanner, here(scanner), "the line ends within a rune literal");
        else if (scanner->character < 0)
            esc_scanner_fail(scanner, scanner->place, "this rune literal has no end");
        else if (took(scanner, '\\'))
            read_escape(scanner, '\'');
        else
            step(scanner);
    }
    finish_literal(scanner, begin, ESC_GO_RUNE);
}

static void read_string(struct esc_scanner *scanner, size_t begin)
{
    step(scanner);
    while (!scanner->failed && scanner->character != '"') {
        if (scanner->character == '\n')
            esc_scanner_fail(scanner, here(scanner), "the line ends within a string");
        else if (scanner->character < 0)
            esc_scanner_fail(scanner, scanner->place, "this string has no end");
        else if (took(scanner, '\\'))
            read_escape(scanner, '"');
        else
            step(scanner);
    }
    step(scanner);
    finish_literal(scanner, begin, ESC_GO_STRING);
}

static void read_raw_string(struct esc_scanner *scanner, size_t begin)
{
    step(scanner);
    while (scanner->character >= 0 && scanner->character != '`')
        step(scanner);
    if (scanner->character < 0)
        esc_scanner_fail(scanner, scanner->place, "this string has no end");
    step(scanner);
    finish_literal(scanner, begin, ESC_GO_STRING);
}

/* ---- names ---- */

static enum esc_token keyword(const char *text, size_t length)
{
    int low = ESC_TOKEN_BREAK, high = ESC_TOKENS;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        const char *word = tokens[middle].word;
        int order = strncmp(text, word, length);
        if (order == 0 && word[length] != '\0')
            order = -1;
        if (order == 0)
            return (enum esc_token)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return ESC_TOKEN_NAME;
}

static void check_name_character(struct esc_scanner *scanner, bool first)
{
    const uint32_t character = (uint32_t)scanner->character;
    if (esc_go_is_letter(character))
        return;
    if (!esc_go_is_digit(character))
        esc_scanner_fail(scanner, here(scanner), "U+%04X is no character of a name",
                         (unsigned)character);
    else if (first)
        esc_scanner_fail(scanner, here(scanner), "a name begins with a letter, not with a digit");
}

static bool in_name(const struct esc_scanner *scanner)
{
    const int32_t character = scanner->character;
    return character >= 0x80 ||
           (character >= 0 && (esc_go_is_letter((uint32_t)character) || is_decimal(character)));
}

static void read_name(struct esc_scanner *scanner, size_t begin)
{
    for (bool first = true; in_name(scanner); first = false) {
        if (scanner->character >= 0x80)
            check_name_character(scanner, first);
        step(scanner);
    }
    if (scanner->failed)
        return;
    scanner->text = scanner->bytes + begin;
    scanner->text_length = scanner->at - begin;
    scanner->token = keyword(scanner->text, scanner->text_length);
    scanner->ends_line = scanner->token == ESC_TOKEN_NAME || scanner->token == ESC_TOKEN_BREAK ||
                         scanner->token == ESC_TOKEN_CONTINUE ||
                         scanner->token == ESC_TOKEN_FALLTHROUGH ||
                         scanner->token == ESC_TOKEN_RETURN;
}

/* ---- punctuation ---- */

/* Spellings, the longer ones of a beginning first. */
static const struct spelling {
    const char *text;
    enum esc_token token;
    enum esc_go_operator op;
    bool ends_line;
} spellings[] = {
    {"(", ESC_TOKEN_LEFT_PAREN, ESC_GO_NO_OPERATOR, false},
    {")", ESC_TOKEN_RIGHT_PAREN, ESC_GO_NO_OPERATOR, true},
    {",", ESC_TOKEN_COMMA, ESC_GO_NO_OPERATOR, false},
    {"...", ESC_TOKEN_DOTS, ESC_GO_NO_OPERATOR, false},
    {".", ESC_TOKEN_DOT, ESC_GO_NO_OPERATOR, false},
    {"{", ESC_TOKEN_LEFT_BRACE, ESC_GO_NO_OPERATOR, false},
    {"}", ESC_TOKEN_RIGHT_BRACE, ESC_GO_NO_OPERATOR, true},
    {"[", ESC_TOKEN_LEFT_BRACKET, ESC_GO_NO_OPERATOR, false},
    {"]", ESC_TOKEN_RIGHT_BRACKET, ESC_GO_NO_OPERATOR, true},
    {";", ESC_TOKEN_SEMICOLON, ESC_GO_NO_OPERATOR, false},
    {":=", ESC_TOKEN_DEFINE, ESC_GO_NO_OPERATOR, false},
    {":", ESC_TOKEN_COLON, ESC_GO_NO_OPERATOR, false},
    {"==", ESC_TOKEN_OPERATOR, ESC_GO_EQUAL, false},
    {"=", ESC_TOKEN_ASSIGN, ESC_GO_NO_OPERATOR, false},
    {"+=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_ADD, false},
    {"++", ESC_TOKEN_INCREMENT, ESC_GO_ADD, true},
    {"+", ESC_TOKEN_OPERATOR, ESC_GO_ADD, false},
    {"-=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_SUB, false},
    {"--", ESC_TOKEN_INCREMENT, ESC_GO_SUB, true},
    {"-", ESC_TOKEN_OPERATOR, ESC_GO_SUB, false},
    {"*=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_MUL, false},
    {"*", ESC_TOKEN_STAR, ESC_GO_MUL, false},
    {"/=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_DIV, false},
    {"/", ESC_TOKEN_OPERATOR, ESC_GO_DIV, false},
    {"%=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_REM, false},
    {"%", ESC_TOKEN_OPERATOR, ESC_GO_REM, false},
    {"&&", ESC_TOKEN_OPERATOR, ESC_GO_AND_AND, false},
    {"&^=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_AND_NOT, false},
    {"&^", ESC_TOKEN_OPERATOR, ESC_GO_AND_NOT, false},
    {"&=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_AND, false},
    {"&", ESC_TOKEN_OPERATOR, ESC_GO_AND, false},
    {"||", ESC_TOKEN_OPERATOR, ESC_GO_OR_OR, false},
    {"|=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_OR, false},
    {"|", ESC_TOKEN_OPERATOR, ESC_GO_OR, false},
    {"^=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_XOR, false},
    {"^", ESC_TOKEN_OPERATOR, ESC_GO_XOR, false},
    {"<<=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_SHIFT_LEFT, false},
    {"<<", ESC_TOKEN_OPERATOR, ESC_GO_SHIFT_LEFT, false},
    {"<=", ESC_TOKEN_OPERATOR, ESC_GO_LESS_EQUAL, false},
    {"<-", ESC_TOKEN_ARROW, ESC_GO_NO_OPERATOR, false},
    {"<", ESC_TOKEN_OPERATOR, ESC_GO_LESS, false},
    {">>=", ESC_TOKEN_ASSIGN_OPERATOR, ESC_GO_SHIFT_RIGHT, false},
    {">>", ESC_TOKEN_OPERATOR, ESC_GO_SHIFT_RIGHT, false},
    {">=", ESC_TOKEN_OPERATOR, ESC_GO_GREATER_EQUAL, false},
    {">", ESC_TOKEN_OPERATOR, ESC_GO_GREATER, false},
    {"!=", ESC_TOKEN_OPERATOR, ESC_GO_NOT_EQUAL, false},
    {"!", ESC_TOKEN_OPERATOR, ESC_GO_NOT, false},
    {"~", ESC_TOKEN_OPERATOR, ESC_GO_TILDE, false},
};

static const struct spelling *spelled(const struct esc_scanner *scanner)
{
    const char *bytes = scanner->bytes + scanner->at;
    const size_t left = scanner->length - scanner->at;
    for (size_t k = 0; k < sizeof spellings / sizeof *spellings; k++) {
        const char *text = spellings[k].text;
        if (*text == *bytes && strlen(text) <= left && memcmp(text, bytes, strlen(text)) == 0)
            return &spellings[k];
    }
    return NULL;
}

static void read_punctuation(struct esc_scanner *scanner)
{
    const struct spelling *found = spelled(scanner);
    if (found == NULL) {
        esc_scanner_fail(scanner, here(scanner), "U+%04X is no character of Go",
                         (unsigned)scanner->character);
        return;
    }
    scanner->text = scanner->bytes + scanner->at;
    scanner->text_length = strlen(found->text);
    for (const char *byte = found->text; *byte != '\0'; byte++)
        step(scanner);
    if (scanner->failed)
        return;
    scanner->token = found->token;
    scanner->op = found->op;
    scanner->precedence = esc_go_precedence(found->op);
    scanner->ends_line = found->ends_line;
}

/* ---- tokens ---- */

/* A comment that begins here is skipped; one over several lines may be a line's end. */
static bool skipped_comment(struct esc_scanner *scanner, bool *line_end)
{
    const size_t left = scanner->length - scanner->at;
    const char *bytes = scanner->bytes + scanner->at;
    if (left < 2 || bytes[0] != '/' || (bytes[1] != '/' && bytes[1] != '*'))
        return false;
    const struct esc_go_place place = here(scanner);
    const bool to_line_end = bytes[1] == '/';
    step(scanner);
    step(scanner);
    if (to_line_end)
        skip_line_comment(scanner, place);
    else
        skip_block_comment(scanner, place);
    *line_end = scanner->line > place.line;
    return true;
}

static void put_semicolon(struct esc_scanner *scanner, struct esc_go_place place)
{
    if (scanner->failed)
        return;
    scanner->place = place;
    scanner->token = ESC_TOKEN_SEMICOLON;
    scanner->text = "";
    scanner->text_length = 0;
}

/* Blanks and comments before a token; false where a semicolon was put in instead. */
static bool skip_blanks(struct esc_scanner *scanner, bool ends_line)
{
    for (;;) {
        while (scanner->character == ' ' || scanner->character == '\t' ||
               scanner->character == '\r' || (scanner->character == '\n' && !ends_line))
            step(scanner);
        const struct esc_go_place place = here(scanner);
        bool line_end = false;
        if (skipped_comment(scanner, &line_end)) {
            if (!line_end || !ends_line)
                continue;
        } else if (scanner->character == '\n') {
            step(scanner);
        } else if (scanner->character >= 0 || !ends_line) {
            return true;
        }
        put_semicolon(scanner, place);
        return false;
    }
}

void esc_scanner_next(struct esc_scanner *scanner)
{
    if (scanner->failed)
        return;
    const bool ends_line = scanner->ends_line;
    scanner->ends_line = false;
    scanner->precedence = 0;
    scanner->op = ESC_GO_NO_OPERATOR;
    if (!skip_blanks(scanner, ends_line) || scanner->failed)
        return;
    const size_t begin = scanner->at;
    const int32_t character = scanner->character;
    scanner->place = here(scanner);
    if (character < 0)
        scanner->token = ESC_TOKEN_END;
    else if (is_decimal(character))
        read_number(scanner, begin, false);
    else if (in_name(scanner))
        read_name(scanner, begin);
    else if (character == '.' && begin + 1 < scanner->length &&
             is_decimal(scanner->bytes[begin + 1])) {
        step(scanner);
        read_number(scanner, begin, true);
    } else if (character == '\'')
        read_rune(scanner, begin);
    else if (character == '"')
        read_string(scanner, begin);
    else if (character == '`')
        read_raw_string(scanner, begin);
    else
        read_punctuation(scanner);
}

void esc_scanner_begin(struct esc_scanner *scanner)
{
    scanner->at = scanner->line_start = 0;
    scanner->line = 1;
    look(scanner);
    esc_scanner_next(scanner);
}

void esc_scanner_describe(const struct esc_scanner *scanner, char *text, size_t size)
{
    const int length = scanner->text_length > 40 ? 40 : (int)scanner->text_length;
    switch (scanner->token) {
    case ESC_TOKEN_NAME:
    case ESC_TOKEN_LITERAL:
        snprintf(text, size, "%s %.*s%s", tokens[scanner->token].word, length, scanner->text,
                 length < (int)scanner->text_length ? "..." : "");
        break;
    case ESC_TOKEN_OPERATOR:
    case ESC_TOKEN_ASSIGN_OPERATOR:
    case ESC_TOKEN_INCREMENT:
        snprintf(text, size, "%.*s", length, scanner->text);
        break;
    case ESC_TOKEN_SEMICOLON:
        snprintf(text, size, "%s", length > 0 ? "semicolon" : "newline");
        break;
    default:
        snprintf(text, size, "%s", esc_token_word(scanner->token));
    }
}
