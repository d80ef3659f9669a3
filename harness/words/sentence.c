/*
 * Sentences. See sentence.h for the contract.
 */
#include "words/sentence.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* On one line: runs of blanks and line ends become one blank, none at the ends. */
static char *one_line(const char *text)
{
    struct esc_text line = {0};
    for (const char *at = text != NULL ? text : ""; *at != '\0'; at++) {
        if (!isspace((unsigned char)*at))
            esc_text_add_bytes(&line, at, 1);
        else if (line.length > 0 && line.bytes[line.length - 1] != ' ')
            esc_text_add(&line, " ");
    }
    while (line.length > 0 && line.bytes[line.length - 1] == ' ')
        line.bytes[--line.length] = '\0';
    return esc_text_take(&line);
}

static bool begins_sentence(char byte)
{
    return byte != '\0' && !islower((unsigned char)byte) && !isdigit((unsigned char)byte);
}

/* The length of the sentence at `text`, which is one line. */
static size_t sentence_length(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (strchr(".!?", *at) == NULL)
            continue;
        size_t length = (size_t)(at - text) + 1;
        length += strspn(text + length, ")`\"'");
        if (text[length] == ' ' && begins_sentence(text[length + 1]))
            return length;
    }
    return strlen(text);
}

/* The last clause of the sentence that ends within `most` bytes, outside of parentheses and code;
 * 0: none. */
static size_t clause_length(const char *sentence, size_t length, size_t most)
{
    size_t kept = 0;
    int open = 0;
    bool code = false;
    for (size_t i = 0; i < length && i < most; i++) {
        open += (strchr("([{", sentence[i]) != NULL) - (strchr(")]}", sentence[i]) != NULL);
        code = code != (sentence[i] == '`');
        if (open == 0 && !code && strchr(":;", sentence[i]) != NULL && sentence[i + 1] == ' ')
            kept = i;
    }
    return kept;
}

char *esc_first_sentences(const char *text, size_t most)
{
    char *line = one_line(text);
    size_t kept = sentence_length(line);
    size_t clause = kept > most ? clause_length(line, kept, most) : 0;
    if (clause > 0) {
        line[clause] = '.';
        line[clause + 1] = '\0';
        return line;
    }
    while (line[kept] != '\0') {
        size_t next = kept + 1 + sentence_length(line + kept + 1);
        if (next > most)
            break;
        kept = next;
    }
    line[kept] = '\0';
    return line;
}
