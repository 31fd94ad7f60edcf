# ask.fish FOLDER LINE: what the completion in FOLDER offers behind LINE, one a line.
source $argv[1]/circdesk.fish
complete -C $argv[2] | string replace -r '\t.*' ''
