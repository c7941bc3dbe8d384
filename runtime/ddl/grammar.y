/*
 * grammar.y: CREATE TABLE of both dialects. A group is a balanced pair of parentheses, whatever is in it, so the
 * stack never grows with the text. Words that only PostgreSQL has come from the lexer as names where the dialect is
 * SQLite's: there they are types, or nothing.
 */
%name al_ddl_grammar
%token_prefix T_
%token_type {struct al_ddl_span}
%default_type {struct al_ddl_span}
%extra_argument {struct al_ddl_reader *r}
%stack_size 24
%start_symbol text

%include {
#include "ddl/parser.h"
#define al_ddl_grammar_ENGINEALWAYSONSTACK
}

%syntax_error { (void)yymajor; al_ddl_refuse(r, TOKEN); }
%stack_overflow { r->failed = true; }

%token WHOLE BODY.
%token LP RP COMMA DOT SEMI OPEN CLOSE OP GROUP ILLEGAL NUMBER STRING.
// In this order the lexer has them; the second lot is PostgreSQL's.
%token ALWAYS AS ASC AUTOINCREMENT CHECK COLLATE CONFLICT CONSTRAINT CREATE DEFAULT DEFERRABLE DELETE DESC EXISTS FOREIGN
  GENERATED IF INITIALLY INSERT KEY MATCH NO NOT NULL ON PRIMARY REFERENCES SET TABLE UNIQUE UPDATE.
%token BY COMPRESSION ENFORCED EXCLUDE IDENTITY INCLUDE INHERIT LIKE NULLS STORAGE USING VALID WHERE WITH.
%token_class way ASC|DESC.
%token_class stored STORAGE|COMPRESSION.
// None of these begins a part of a column: where a state reduces by default, lemon tries the fallback first.
%fallback ID ALWAYS ASC BY CONFLICT DESC EXCLUDE IDENTITY IF INCLUDE INHERIT KEY LIKE MATCH NULLS USING VALID WHERE WITH
  FOREIGN EXISTS TABLE DELETE UPDATE INSERT SET.
%wildcard ANY.

text ::= WHOLE table.
text ::= BODY elements.

table ::= head LP(L) body RP(R) tail. { r->table->body = al_ddl_join(L, R); }
table ::= head other tail.
head ::= CREATE prefixes TABLE if_not_exists path(P). { r->table->path = P; }
other ::= AS(W). { al_ddl_option(r, W); }
other ::= ID(W). { al_ddl_option(r, W); }

prefixes ::= .
prefixes ::= prefixes ID(W). { struct al_ddl_span *p = &r->table->prefixes; *p = al_ddl_join(p->n ? *p : W, W); }
if_not_exists ::= .
if_not_exists ::= IF NOT EXISTS. { r->table->if_not_exists = true; }

tail ::= .
tail ::= tail ANY(W). { al_ddl_option(r, W); }

// PostgreSQL's tables may have no columns.
body ::= .
body ::= elements.
elements ::= element.
elements ::= elements comma element.
comma ::= COMMA(C). { r->comma = C; }

%type path {struct al_ddl_path}
path(A) ::= nm(N). { A = (struct al_ddl_path){{0, 0}, N}; }
path(A) ::= path(P) DOT nm(N). { A = (struct al_ddl_path){P.name, N}; }
nm(A) ::= ID(N). { A = N; }
nm(A) ::= STRING(N). { A = N; }

// A column.

element ::= column parts. { al_ddl_end_column(r); }
column ::= column_name(N) type(T). { al_ddl_add_column(r, N, T); }
column_name(A) ::= nm(N). { A = N; }
column_name(A) ::= EXCLUDE(N). { A = N; }
column_name(A) ::= ENFORCED(N). { A = N; }
column_name(A) ::= NO(N). { A = N; }
column_name(A) ::= stored(N). { A = N; }

type(A) ::= . { A = (struct al_ddl_span){0, 0}; }
type(A) ::= words(W). { A = W; }
words(A) ::= nm(N). { A = N; }
words(A) ::= words(W) type_word(N). { A = al_ddl_join(W, N); }
type_word(A) ::= nm(N). { A = N; }
type_word(A) ::= GROUP(N). { A = N; }
type_word(A) ::= DOT(N). { A = N; }
type_word(A) ::= OP(N). { A = N; }

parts ::= .
parts ::= parts part. { al_ddl_end(r); }
part ::= name.
part ::= attribute.
part ::= null key_parts.
part ::= unique nulls key_parts.
part ::= primary order key_parts.
part ::= check key_parts.
part ::= references.
part ::= default value(V). { r->now->value = V; }
part ::= collate path(P). { r->now->value = al_ddl_join(P.schema.n ? P.schema : P.name, P.name); }
part ::= generated GROUP(G) how. { r->now->value = G; }
part ::= identity options.
part ::= storage nm.

null ::= NULL(K). { al_ddl_add(r, AL_DDL_NULL, K); }
null ::= NOT(K) NULL. { al_ddl_add(r, AL_DDL_NOT_NULL, K); }
default ::= DEFAULT(K). { al_ddl_add(r, AL_DDL_DEFAULT, K); }
collate ::= COLLATE(K). { al_ddl_add(r, AL_DDL_COLLATE, K); }
generated ::= GENERATED(K) ALWAYS AS. { al_ddl_add(r, AL_DDL_GENERATED, K); }
generated ::= AS(K). { al_ddl_add(r, AL_DDL_GENERATED, K); }
identity ::= GENERATED(K) ALWAYS(W) AS IDENTITY. { al_ddl_add(r, AL_DDL_IDENTITY, K); r->now->word = W; }
identity ::= GENERATED(K) BY DEFAULT(W) AS IDENTITY. { al_ddl_add(r, AL_DDL_IDENTITY, K); r->now->word = W; }
storage ::= stored(K). { al_ddl_add(r, AL_DDL_STORAGE, K); }

order ::= .
order ::= way(W). { r->now->order = W; }
how ::= .
how ::= ID(W). { r->now->word = W; }
options ::= .
options ::= GROUP(G). { r->now->value = G; }

// SQLite: a literal, a name, or parentheses; PostgreSQL: any expression that can't be mistaken.
value(A) ::= NULL(V). { A = V; }
value(A) ::= value_word(V). { A = V; }
value(A) ::= value(V) value_word(W). { A = al_ddl_join(V, W); }
value_word(A) ::= nm(V). { A = V; }
value_word(A) ::= NUMBER(V). { A = V; }
value_word(A) ::= GROUP(V). { A = V; }
value_word(A) ::= DOT(V). { A = V; }
value_word(A) ::= OP(V). { A = V; }

// Constraints of the table. SQLite needs no comma between them.

element ::= constraints. { al_ddl_end_named(r); }
constraints ::= constraint.
constraints ::= constraints constraint.
constraints ::= constraints attribute. { al_ddl_end(r); }
constraint ::= table_part. { al_ddl_end(r); }

table_part ::= name.
table_part ::= unique nulls list key_parts.
table_part ::= primary list key_parts.
table_part ::= check key_parts.
table_part ::= foreign list references_table.
table_part ::= exclude method list key_parts.
table_part ::= like path(P) like_parts. { r->now->to = P; }

foreign ::= FOREIGN(K) KEY. { al_ddl_add(r, AL_DDL_FOREIGN_KEY, K); }
exclude ::= EXCLUDE(K). { al_ddl_add(r, AL_DDL_EXCLUDE, K); }
method ::= .
method ::= USING nm(N). { r->now->method = N; }
like ::= LIKE(K). { al_ddl_add(r, AL_DDL_LIKE, K); }
like_parts ::= .
like_parts ::= like_parts ID ID.
list ::= GROUP(G). { r->now->columns = G; }

// What both have.

name ::= CONSTRAINT(K) nm(N). { al_ddl_named(r, K, N); }
unique ::= UNIQUE(K). { al_ddl_add(r, AL_DDL_UNIQUE, K); }
primary ::= PRIMARY(K) KEY. { al_ddl_add(r, AL_DDL_PRIMARY_KEY, K); }
check ::= CHECK(K) GROUP(G). { al_ddl_add(r, AL_DDL_CHECK, K); r->now->value = G; }

nulls ::= .
nulls ::= NULLS ID.
nulls ::= NULLS NOT ID. { r->now->nulls_not_distinct = true; }

key_parts ::= .
key_parts ::= key_parts ON CONFLICT ID(W). { r->now->on_conflict = W; }
key_parts ::= key_parts AUTOINCREMENT. { r->now->autoincrement = true; }
key_parts ::= key_parts INCLUDE GROUP(G). { r->now->include = G; }
key_parts ::= key_parts WITH GROUP(G). { r->now->with = G; }
key_parts ::= key_parts USING ID ID nm(N). { r->now->tablespace = N; }
key_parts ::= key_parts WHERE GROUP(G). { r->now->where = G; }

references ::= refers target reference_parts.
references_table ::= REFERENCES target reference_parts.
refers ::= REFERENCES(K). { al_ddl_add(r, AL_DDL_FOREIGN_KEY, K); }
target ::= path(P). { r->now->to = P; }
target ::= path(P) GROUP(G). { r->now->to = P; r->now->to_columns = G; }
reference_parts ::= .
reference_parts ::= reference_parts ON DELETE action(A). { r->now->on_delete = A; }
reference_parts ::= reference_parts ON UPDATE action(A). { r->now->on_update = A; }
reference_parts ::= reference_parts ON INSERT action.
reference_parts ::= reference_parts MATCH nm(N). { r->now->match = N; }

action(A) ::= ID(W). { A = W; }
action(A) ::= NO(W) ID(X). { A = al_ddl_join(W, X); }
action(A) ::= SET(W) null_or_default(X). { A = al_ddl_join(W, X); }
action(A) ::= SET(W) null_or_default GROUP(X). { A = al_ddl_join(W, X); }
null_or_default(A) ::= NULL(W). { A = W; }
null_or_default(A) ::= DEFAULT(W). { A = W; }

attribute ::= DEFERRABLE(K). { al_ddl_defer(r, K, true); }
attribute ::= NOT(K) DEFERRABLE. { al_ddl_defer(r, K, false); }
attribute ::= INITIALLY(K) ID(W). { al_ddl_initially(r, K, W); }
attribute ::= NOT VALID. { r->now->not_valid = true; }
attribute ::= NO INHERIT. { r->now->no_inherit = true; }
attribute ::= ENFORCED.
attribute ::= NOT ENFORCED.

%code {

void *al_ddl_begin_grammar(struct aludel_arena *arena)
{
    yyParser *parser = al_arena_new(arena, sizeof *parser);
    if (parser) {
        al_ddl_grammarInit(parser);
    }
    return parser;
}

}
