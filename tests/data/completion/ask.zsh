# ask.zsh FOLDER LINE: what the completion in FOLDER offers behind LINE, one a line. It has to be asked in a
# shell that somebody types into, so one is begun that tells of each candidate. compinit looks into FOLDER alone, as
# it would read a thousand files of other programs.
zmodload zsh/zpty
zpty asked zsh -f -i
zpty -w asked "PS1=; PS2=
all=(\$fpath)
fpath=(${(q)1} \${^fpath}/compinit(N:h))
autoload -Uz compinit && compinit -D -u
fpath+=(\$all)
autoload -Uz \${^all}/_*(N:t)
compadd() {
    if [[ \${@[(I)-[OAD]]} -gt 0 ]]; then
        builtin compadd \"\$@\"
        return
    fi
    local -a found
    builtin compadd -O found \"\$@\"
    (( \$#found )) && print -rl -- \${found/#/candidate:}
    builtin compadd \"\$@\"
}
bindkey '^I' complete-word
tell-border() { print -r -- border-of-candidates }
compprefuncs=(tell-border)
comppostfuncs=(tell-border)
begin-line() { print -r -- rea''dy }
zle -N zle-line-init begin-line"
zpty -r asked before '*ready'
zpty -w -n asked "$2"$'\t'
zpty -r asked before '*border-of-candidates'
zpty -r asked offered '*border-of-candidates'
print -r -- $offered | tr -d '\r' | sed -n 's/^candidate://p'
zpty -d asked
