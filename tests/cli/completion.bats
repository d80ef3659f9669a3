#!/usr/bin/env bats
# What a shell offers: the program's own commands, options and cases.
load helper

# complete WORD...: what bash would offer for the last one, a line each.
complete_words() {
    PATH=$PROGRAMS:$PATH bash -c '
        . tools/completion/escapement.bash
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        compopt() { :; }
        _escapement
        printf "%s\n" "${COMPREPLY[@]}"' bash escapement "$@" | sort
}

# Every command of main.c's usage, every option of --help.
@test "--list-commands and --list-options name what --help names" {
    help=$("$ESC" --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p')
    [ "$("$ESC" --list-commands | cut -f1)" = "$help" ]
    for command in $help; do
        diff <("$ESC" "$command" --help | grep -oE '^ {2,6}(-., )?( *)--[a-z-]+' | grep -oE -- '--[a-z-]+' |
            grep -vE '^--(help|usage)$' | sort) \
            <("$ESC" "$command" --list-options | sed 's/\t.*//; s/=.*//' | sort)
    done
}

@test "bash offers commands, options, values and cases" {
    [ "$(complete_words ben)" = bench ]
    [ "$(complete_words bench --ro)" = --rounds= ]
    [ "$(complete_words bench --preset = qu)" = quick ]
    [ "$(complete_words charts --preset = p)" = $'paper\nprojector' ]
    [ "$(complete_words bench pointer)" = pointer-return ]
    # The commands that draw have presets and themes of their own, which charts_options has.
    for command in $("$ESC" --list-commands | cut -f1); do
        "$ESC" "$command" --list-options | grep -q '^--theme=' || continue
        [ "$(complete_words "$command" --preset = p)" = $'paper\nprojector' ]
    done
    [ "$(complete_words charts --theme = p)" = page ]
    [ "$(complete_words bench --case = lock)" = lock-elision ]
    [ "$(complete_words bench --tag = c)" = $'closure\ncollector\nconcurrency\ncontrol' ]
    [ -z "$(complete_words bench zzz)" ]
    [ -z "$(complete_words why point)" ] # files, which bash itself knows
    [ "$(complete_words why --as)" = --assert ]
}

@test "zsh can read its function" {
    command -v zsh >/dev/null || skip "no zsh"
    zsh -n tools/completion/_escapement
}
