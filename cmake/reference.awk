# reference.awk: a manual page in mdoc from a header of ours.
#
#   awk -v date="January 1, 2026" -v example=FILE.c -f reference.awk aludel.h aludel.h > aludel.3
#
# The comment at the header's top is the description; each box is a subsection; a comment at the margin belongs to what
# follows it up to the next comment or blank line: functions, types, macros. `example`: a program whose first static function
# is the page's example.

# ---- Text ------------------------------------------------------------------------------------------

function plain(text)
{
    gsub(/\\/, "\\e", text)
    return text
}

# A line of text is no macro.
function guarded(line)
{
    return line ~ /^[.']/ ? "\\&" line : line
}

# Each sentence begins a line, as mdoc wants it.
function put_text(text,    at)
{
    gsub(/[ \t\n]+/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    text = plain(text)
    while (match(text, /[a-z0-9)"`][.?!:] [A-Z`]/)) {
        print guarded(substr(text, 1, RSTART + 1))
        text = substr(text, RSTART + 3)
    }
    if (text != "")
        print guarded(text)
}

function put_literal(text,    lines, count, i)
{
    print ".Bd -literal"
    count = split(text, lines, "\n")
    for (i = 1; i <= count; i++)
        print guarded(plain(lines[i]))
    print ".Ed"
}

# ---- The comment at the top --------------------------------------------------------------------------

function end_paragraph()
{
    if (paragraph != "") {
        if (paragraphs++)
            print ".Pp"
        put_text(paragraph)
    }
    if (literal != "")
        put_literal(literal)
    paragraph = literal = ""
}

# "aludel.h: migrations …" -> "Migrations …"
function without_name(line)
{
    if (!sub(/^ \* [a-z.]+\.h: /, "", line))
        return line
    return " * " toupper(substr(line, 1, 1)) substr(line, 2)
}

# Indented by four blanks: code. By two, or by more: the table of contents, which the subsections are.
function top_line(line)
{
    sub(/^ \*? ?/, "", line)
    if (line ~ /^    [^ ]/)
        literal = literal (literal == "" ? "" : "\n") substr(line, 5)
    else if (line ~ /^[^ ]/) {
        if (literal != "")
            end_paragraph()
        paragraph = paragraph " " line
    } else if (line == "")
        end_paragraph()
}

# ---- Declarations --------------------------------------------------------------------------------------

# "a, b" between the outer brackets of a prototype, as quoted arguments.
function arguments(text,    list, count, i, out)
{
    if (text == "void")
        return " void"
    count = split(text, list, / *, */)
    out = ""
    for (i = 1; i <= count; i++)
        out = out " \"" list[i] "\""
    return out
}

# "type *name(arguments);" -> what it returns, its name, the rest
function function_macro(declaration, form,    open, head, name, type)
{
    gsub(/[ \n]+/, " ", declaration)
    open = index(declaration, "(")
    head = substr(declaration, 1, open - 1)
    match(head, /[a-z_0-9]+$/)
    name = substr(head, RSTART)
    type = substr(head, 1, RSTART - 1)
    sub(/ $/, "", type)
    declaration = substr(declaration, open + 1)
    sub(/\);.*/, "", declaration)
    return form == "synopsis" ? ".Ft \"" type "\"\n.Fn " name arguments(declaration) \
                              : ".It Ft \"" type "\" Fn " name arguments(declaration)
}

# The comment is about the functions of its group, where there are any.
function end_group(    i, functions)
{
    if (count == 0 && comment != "") {
        print ".Pp"
        put_text(comment)
    }
    if (count > 0)
        print ".Bl -tag -width Ds"
    for (i = 1; i <= count; i++)
        functions += kind[i] == "function"
    for (i = 1; i <= count; i++) {
        print kind[i] == "function" ? function_macro(text[i], "item") : ".It Vt " name_of(text[i])
        if (functions ? i == count : i == 1)
            put_text(comment)
        if (kind[i] != "function")
            put_literal(text[i])
    }
    if (count > 0)
        print ".El"
    count = 0
    comment = ""
}

# What a type or a macro is called.
function name_of(declaration,    words)
{
    if (declaration ~ /^typedef/) {
        match(declaration, /[a-z_0-9]+\(/)
        return substr(declaration, RSTART, RLENGTH - 1)
    }
    split(declaration, words, / +/)
    return words[1] == "#define" ? words[2] : words[1] " " words[2]
}

function add(what, declaration)
{
    kind[++count] = what
    text[count] = declaration
    if (what == "function")
        synopsis = synopsis function_macro(declaration, "synopsis") "\n"
}

# ---- The page ----------------------------------------------------------------------------------------------

function put_example(    line, on)
{
    print ".Sh EXAMPLES\nA program brings its database up to date when it starts:\n.Bd -literal -offset indent"
    while ((getline line < example) > 0) {
        on = on || line ~ /^static /
        if (on)
            print guarded(plain(line))
        if (on && line == "}")
            break
    }
    print ".Ed"
}

# The header is given twice: a first reading collects the synopsis, a second one writes what is below it.
FNR == 1 { reading++; state = "start"; section = ""; count = 0; comment = "" }

reading == 2 && FNR == 1 {
    print ".Dd " date "\n.Dt ALUDEL 3\n.Os Aludel " version "\n.Sh NAME\n.Nm aludel\n.Nd database migrations from inside a C program"
    print ".Sh SYNOPSIS\n.In aludel/aludel.h"
    printf "%s", synopsis
    print ".Sh DESCRIPTION"
}

state == "start" && /^\/\*/ { state = "top"; next }
state == "top" && /^ \*\// { if (reading == 2) end_paragraph(); state = "between"; next }
state == "top" { if (reading == 2) top_line(without_name($0)); next }

/^#ifdef __cplusplus/ { state = "cplusplus" }
state == "cplusplus" { if (/^#endif/) state = "between"; next }

# Whole declarations and comments are put together from their lines.
state == "comment" {
    line = $0
    sub(/^ \*\/?/, "", line)
    comment_text = comment_text " " line
    if (line ~ /\*\//) {
        sub(/ *\*\/.*/, "", comment_text)
        comment = comment_text
        state = "between"
    }
    next
}
state == "body" {
    body = body "\n" $0
    if (/^\}/ || (body_ends == ";" && /;/)) {
        take(body)
        state = "between"
    }
    next
}

/^\/\* ---- / {
    if (reading == 2) end_group()
    section = $0
    gsub(/^\/\* -+ | -+ \*\/$/, "", section)
    if (reading == 2) print ".Ss " section
    next
}
section == "" { next }
/^\/\*/ {
    if (reading == 2) end_group()
    comment_text = $0
    sub(/^\/\* ?/, "", comment_text)
    if (comment_text ~ /\*\//) {
        sub(/ *\*\/.*/, "", comment_text)
        comment = comment_text
    } else
        state = "comment"
    next
}
/^$/ { if (reading == 2) end_group(); next }
/^#define/ { take($0); next }
/^(struct|enum) [a-z_]+;/ { next }
/^[a-z]/ {
    body = $0
    body_ends = /^(struct|enum) [a-z_]+ \{/ ? "}" : ";"
    if (/;/)
        take(body)
    else
        state = "body"
    next
}

function take(declaration)
{
    if (reading == 2 || declaration !~ /^(struct|enum) [a-z_]+ \{|^typedef|^#define/)
        add(declaration ~ /^(struct|enum) [a-z_]+ \{|^typedef|^#define/ ? "type" : "function", declaration)
}

END {
    end_group()
    if (example != "")
        put_example()
    print ".Sh SEE ALSO\n.Xr aludel 1 ,\n.Xr aludel-migrate 1 ,\n.Xr aludel 5"
}
