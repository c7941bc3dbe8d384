/*
 * grammar.y: the expression language and its statements, a fragment of a template at a time. The first
 * token says which kind of fragment follows. Parts of Python that aren't ours are parsed too, and refused
 * by name, so that nothing that follows is misread.
 */
%name Grammar
%token_prefix T_
%token_type {struct token}
%default_type {struct node *}
%extra_argument {struct parser *p}
%stack_size 2000
%start_symbol fragment

%include {
#include "lang/parser.h"

#include <stdlib.h>

#define Grammar_ENGINEALWAYSONSTACK

struct yyParser;
static void recovered(struct yyParser *parser, struct parser *p);
}

%token START_HOLE START_CONTROL START_SUITE START_SIGNATURE START_PARAMETERS START_EXPRESSION.
%token END SEMI NEWLINE INDENT DEDENT FILTER.

fragment ::= START_HOLE testlist(A). { p->result = make_hole(p, A, NULL); }
fragment ::= START_HOLE testlist(A) FILTER filters(B). { p->result = make_hole(p, A, B); }
fragment ::= START_EXPRESSION testlist(A). { p->result = A; }
fragment ::= START_CONTROL control(A). { p->result = A; }
fragment ::= START_SUITE statements(A). { p->result = A; }
fragment ::= START_SIGNATURE NAME(A) LP parameters(B) RP. { p->result = make_def(p, A, A, B, NULL); }
fragment ::= START_PARAMETERS parameters(A). { p->result = A; }

filters(A) ::= primary(B). { A = make_list(p, N_TUPLE, B); }
filters(A) ::= filters(B) COMMA primary(C). { A = append(p, B, C); }

/* The rest of a template's control line. */

control(A) ::= IF(T) test(B) COLON. { A = make_if(p, T, B, NULL, NULL); }
control(A) ::= ELIF(T) test(B) COLON. { A = make_if(p, T, B, NULL, NULL); }
control(A) ::= ELSE(T) COLON. { A = make_at(p, N_BLOCK, T); }
control(A) ::= FOR(T) targets(B) IN testlist(C) COLON. { A = make_for(p, T, B, C, NULL); }
control(A) ::= WHILE(T) test(B) COLON. { A = make_while(p, T, B, NULL); }
control(A) ::= WITH(T) with_items(B) COLON. { A = make_with(p, T, B, NULL); }

/* Statements. */

statements(A) ::= . { A = make_block(p); }
statements(A) ::= statements(B) statement(C). { A = append_statement(p, B, C); }

statement(A) ::= simple_statements(B) NEWLINE. { A = B; p->broken = p->muted = false; }
statement(A) ::= compound(B). { A = B; p->broken = p->muted = false; }
statement(A) ::= broken(B). { A = B; recovered(yypParser, p); }
broken(A) ::= error NEWLINE. { A = NULL; }
broken(A) ::= error NEWLINE INDENT statements(B) DEDENT. { A = B; }

simple_statements(A) ::= small_statements(B). { A = B; }
simple_statements(A) ::= small_statements(B) SEMI. { A = B; }
small_statements(A) ::= small(B). { A = append_statement(p, make_block(p), B); }
small_statements(A) ::= small_statements(B) SEMI small(C). { A = append_statement(p, B, C); }

small(A) ::= testlist(B). { A = make_expression_statement(p, B); }
small(A) ::= assignment(B). { A = B; }
small(A) ::= testlist(B) AUGMENT(O) testlist(C). { A = make_augment(p, B, O, C); }
small(A) ::= testlist(B) annotation. { A = make_annotated(p, B, NULL); }
small(A) ::= testlist(B) annotation EQ testlist(C). { A = make_annotated(p, B, C); }
small(A) ::= PASS(T). { A = make_at(p, N_PASS, T); }
small(A) ::= BREAK(T). { A = make_at(p, N_BREAK, T); }
small(A) ::= CONTINUE(T). { A = make_at(p, N_CONTINUE, T); }
small(A) ::= RETURN(T). { A = make_at(p, N_RETURN, T); }
small(A) ::= RETURN(T) testlist(B). { A = make_statement(p, N_RETURN, T, B); }
small(A) ::= RAISE(T). { A = make_at(p, N_RAISE, T); }
small(A) ::= RAISE(T) test(B). { A = make_statement(p, N_RAISE, T, B); }
small(A) ::= RAISE(T) test(B) FROM test. { A = make_statement(p, N_RAISE, T, B); }
small(A) ::= IMPORT import_names(B). { A = B; }
small(A) ::= FROM(T) from_module(M) IMPORT from_names(B). { A = make_from(p, T, M, B); }
small(A) ::= FROM(T) from_module(M) IMPORT LP from_names(B) opt_comma RP. { A = make_from(p, T, M, B); }
small(A) ::= FROM(T) from_module(M) IMPORT all(B). { A = make_from(p, T, M, B); }
all(A) ::= STAR(B). { A = make_list(p, N_TUPLE, make_imported(p, B, NULL)); }
small(A) ::= GLOBAL(T) names. { A = refused(p, T, NULL); }
small(A) ::= NONLOCAL(T) names. { A = refused(p, T, NULL); }
small(A) ::= DEL(T) testlist(B). { A = refused(p, T, B); }
small(A) ::= ASSERT(T) test(B). { A = refused(p, T, B); }
small(A) ::= ASSERT(T) test(B) COMMA test. { A = refused(p, T, B); }
small(A) ::= yield. { A = NULL; }
small(A) ::= testlist EQ yield. { A = NULL; }

yield(A) ::= YIELD(T). { refuse(p, T); A = NULL; }
yield(A) ::= YIELD(T) testlist. { refuse(p, T); A = NULL; }
yield(A) ::= YIELD(T) FROM test. { refuse(p, T); A = NULL; }

names ::= NAME.
names ::= names COMMA NAME.

assignment(A) ::= testlist(B) EQ testlist(C). { A = make_assign(p, B, C); }
assignment(A) ::= assignment(B) EQ testlist(C). { A = extend_assign(p, B, C); }

annotation ::= annotation_begin test. { p->annotation--; }
annotation_begin ::= COLON. { p->annotation++; }

import_names(A) ::= import_name(B). { A = append_statement(p, make_block(p), B); }
import_names(A) ::= import_names(B) COMMA import_name(C). { A = append_statement(p, B, C); }
import_name(A) ::= dotted(B). { A = make_import(p, B, NULL); }
import_name(A) ::= dotted(B) AS NAME(C). { A = make_import(p, B, &C); }
dotted(A) ::= NAME(B). { A = make_name(p, B); }
dotted(A) ::= dotted(B) DOT NAME(C). { A = make_attribute(p, B, C); }
from_module(A) ::= dotted(B). { A = B; }
from_module(A) ::= dots(B). { A = B; }
from_module(A) ::= dots(B) dotted(C). { A = make_relative(B, C); }
dots(A) ::= dot(B). { A = make_name(p, B); }
dots(A) ::= dots(B) dot(C). { A = widen(B, C, C); }
%type dot {struct token}
dot(A) ::= DOT(B). { A = B; }
dot(A) ::= ELLIPSIS(B). { A = B; }
from_names(A) ::= from_name(B). { A = make_list(p, N_TUPLE, B); }
from_names(A) ::= from_names(B) COMMA from_name(C). { A = append(p, B, C); }
from_name(A) ::= NAME(B). { A = make_imported(p, B, NULL); }
from_name(A) ::= NAME(B) AS NAME(C). { A = make_imported(p, B, &C); }

suite(A) ::= simple_statements(B) NEWLINE. { A = B; }
suite(A) ::= NEWLINE INDENT statements(B) DEDENT. { A = B; }

compound(A) ::= IF(T) test(B) COLON suite(C) otherwise(D). { A = make_if(p, T, B, C, D); }
compound(A) ::= FOR(T) targets(B) IN testlist(C) COLON suite(D) loop_else. { A = make_for(p, T, B, C, D); }
compound(A) ::= WHILE(T) test(B) COLON suite(C) loop_else. { A = make_while(p, T, B, C); }
compound(A) ::= WITH(T) with_items(B) COLON suite(C). { A = make_with(p, T, B, C); }
compound(A) ::= DEF(T) NAME(N) LP parameters(B) RP returns COLON suite(C). { A = make_def(p, T, N, B, C); }
compound(A) ::= AT(T) test NEWLINE compound(B). { A = refused(p, T, B); }
compound(A) ::= ASYNC(T) compound(B). { A = refused(p, T, B); }
compound(A) ::= CLASS(T) NAME(N) COLON suite(B). { A = refused(p, T, make_def(p, T, N, NULL, B)); }
compound(A) ::= CLASS(T) NAME(N) LP arguments RP COLON suite(B). { A = refused(p, T, make_def(p, T, N, NULL, B)); }
compound(A) ::= try(B). { A = B; }

otherwise(A) ::= . { A = NULL; }
otherwise(A) ::= ELIF(T) test(B) COLON suite(C) otherwise(D). { A = make_if(p, T, B, C, D); }
otherwise(A) ::= ELSE COLON suite(B). { A = B; }

loop_else ::= .
loop_else ::= ELSE(T) COLON suite. { refuse(p, T); }

try(A) ::= TRY(T) COLON suite(B). { A = refused(p, T, B); }
try(A) ::= try(B) EXCEPT COLON suite(C). { A = extend_refused(p, B, C); }
try(A) ::= try(B) EXCEPT testlist COLON suite(C). { A = extend_refused(p, B, C); }
try(A) ::= try(B) EXCEPT test AS NAME COLON suite(C). { A = extend_refused(p, B, C); }
try(A) ::= try(B) ELSE COLON suite(C). { A = extend_refused(p, B, C); }
try(A) ::= try(B) FINALLY COLON suite(C). { A = extend_refused(p, B, C); }

with_items(A) ::= with_item(B). { A = make_list(p, N_TUPLE, B); }
with_items(A) ::= with_items(B) COMMA with_item(C). { A = append(p, B, C); }
with_item(A) ::= test(B). { A = make_with_item(p, B, NULL); }
with_item(A) ::= test(B) AS NAME(C). { A = make_with_item(p, B, &C); }

returns ::= .
returns ::= returns_begin test. { p->annotation--; }
returns_begin ::= ARROW. { p->annotation++; }

parameters(A) ::= . { A = NULL; }
parameters(A) ::= parameter_items(B) opt_comma. { A = B; }
parameter_items(A) ::= parameter(B). { A = make_list(p, N_TUPLE, B); }
parameter_items(A) ::= parameter_items(B) COMMA parameter(C). { A = append(p, B, C); }
parameter(A) ::= NAME(B) opt_annotation. { A = make_parameter(p, B, NULL); }
parameter(A) ::= NAME(B) opt_annotation EQ test(C). { A = make_parameter(p, B, C); }
parameter(A) ::= STAR(S). { A = make_star_parameter(p, S, NULL); }
parameter(A) ::= STAR(S) NAME(B) opt_annotation. { A = make_star_parameter(p, S, &B); }
parameter(A) ::= DOUBLESTAR(S) NAME(B) opt_annotation. { A = make_star_parameter(p, S, &B); }
parameter(A) ::= SLASH(S). { refuse(p, S); A = NULL; }
opt_annotation ::= .
opt_annotation ::= annotation.

opt_comma ::= .
opt_comma ::= COMMA.

/* Expressions, from the weakest binding to the strongest. */

testlist(A) ::= items(B). { A = make_tuple(B, false); }
testlist(A) ::= items(B) COMMA. { A = make_tuple(B, true); }
items(A) ::= element(B). { A = make_list(p, N_TUPLE, B); }
items(A) ::= items(B) COMMA element(C). { A = append(p, B, C); }
element(A) ::= test(B). { A = B; }
element(A) ::= STAR(T) bor(B). { A = refused(p, T, B); }

targets(A) ::= target_items(B). { A = make_tuple(B, false); }
targets(A) ::= target_items(B) COMMA. { A = make_tuple(B, true); }
target_items(A) ::= target(B). { A = make_list(p, N_TUPLE, B); }
target_items(A) ::= target_items(B) COMMA target(C). { A = append(p, B, C); }
target(A) ::= bor(B). { A = B; }
target(A) ::= STAR(T) bor(B). { refuse(p, T); A = B; }

test(A) ::= or_test(B). { A = B; }
test(A) ::= or_test(B) IF or_test(C) ELSE test(D). { A = make_conditional(p, B, C, D); }
test(A) ::= LAMBDA(T) lambda_parameters COLON test(B). { A = refused(p, T, B); }
test(A) ::= NAME WALRUS(T) test(B). { A = refused(p, T, B); }

lambda_parameters ::= .
lambda_parameters ::= lambda_items opt_comma.
lambda_items ::= lambda_item.
lambda_items ::= lambda_items COMMA lambda_item.
lambda_item ::= NAME.
lambda_item ::= NAME EQ test.
lambda_item ::= STAR NAME.
lambda_item ::= DOUBLESTAR NAME.

or_test(A) ::= and_test(B). { A = B; }
or_test(A) ::= or_test(B) OR and_test(C). { A = make_pair(p, N_OR, B, C); }
and_test(A) ::= not_test(B). { A = B; }
and_test(A) ::= and_test(B) AND not_test(C). { A = make_pair(p, N_AND, B, C); }
not_test(A) ::= comparison(B). { A = B; }
not_test(A) ::= NOT(T) not_test(B). { A = make_unary(p, T, OP_not, B); }

comparison(A) ::= bor(B). { A = B; }
comparison(A) ::= chain(B). { A = B; }
chain(A) ::= bor(B) compare(O) bor(C). { A = make_compare(p, B, O, C); }
chain(A) ::= chain(B) compare(O) bor(C). { A = extend_compare(p, B, O, C); }
%type compare {enum operator_kind}
compare(A) ::= LT. { A = OP_lt; }
compare(A) ::= GT. { A = OP_gt; }
compare(A) ::= LE. { A = OP_le; }
compare(A) ::= GE. { A = OP_ge; }
compare(A) ::= EQEQ. { A = OP_eq; }
compare(A) ::= NE(T). { A = OP_ne; if (token_reads(p, T, "<>")) refuse(p, T); }
compare(A) ::= IN. { A = OP_in; }
compare(A) ::= NOT IN. { A = OP_not_in; }
compare(A) ::= IS. { A = OP_is; }
compare(A) ::= IS NOT. { A = OP_is_not; }

bor(A) ::= bxor(B). { A = B; }
bor(A) ::= bor(B) BAR(T) bxor(C). { A = refused(p, T, make_binary(p, OP_add, B, C)); }
bxor(A) ::= band(B). { A = B; }
bxor(A) ::= bxor(B) CARET(T) band(C). { A = refused(p, T, make_binary(p, OP_add, B, C)); }
band(A) ::= shift(B). { A = B; }
band(A) ::= band(B) AMP(T) shift(C). { A = refused(p, T, make_binary(p, OP_add, B, C)); }
shift(A) ::= arith(B). { A = B; }
shift(A) ::= shift(B) SHL(T) arith(C). { A = refused(p, T, make_binary(p, OP_add, B, C)); }
shift(A) ::= shift(B) SHR(T) arith(C). { A = refused(p, T, make_binary(p, OP_add, B, C)); }
arith(A) ::= term(B). { A = B; }
arith(A) ::= arith(B) PLUS term(C). { A = make_binary(p, OP_add, B, C); }
arith(A) ::= arith(B) MINUS term(C). { A = make_binary(p, OP_sub, B, C); }
term(A) ::= factor(B). { A = B; }
term(A) ::= term(B) STAR factor(C). { A = make_binary(p, OP_mul, B, C); }
term(A) ::= term(B) SLASH factor(C). { A = make_binary(p, OP_div, B, C); }
term(A) ::= term(B) DOUBLESLASH factor(C). { A = make_binary(p, OP_floordiv, B, C); }
term(A) ::= term(B) PERCENT factor(C). { A = make_binary(p, OP_mod, B, C); }
term(A) ::= term(B) AT(T) factor(C). { A = refused(p, T, make_binary(p, OP_mul, B, C)); }
factor(A) ::= power(B). { A = B; }
factor(A) ::= MINUS(T) factor(B). { A = make_unary(p, T, OP_neg, B); }
factor(A) ::= PLUS(T) factor(B). { A = make_unary(p, T, OP_pos, B); }
factor(A) ::= TILDE(T) factor(B). { A = refused(p, T, B); }
power(A) ::= primary(B). { A = B; }
power(A) ::= AWAIT(T) primary(B). { A = refused(p, T, B); }
power(A) ::= primary(B) DOUBLESTAR factor(C). { A = make_binary(p, OP_pow, B, C); }

primary(A) ::= atom(B). { A = B; }
primary(A) ::= primary(B) DOT NAME(C). { A = make_attribute(p, B, C); }
primary(A) ::= primary(B) LP arguments(C) RP(Z). { A = make_call(p, B, C, Z); }
primary(A) ::= primary(B) LB subscript(C) RB(Z). { A = make_index(p, B, C, Z); }

subscript(A) ::= testlist(B). { A = B; }
subscript(A) ::= opt_test(B) COLON(T) opt_test(C). { A = make_slice(p, T, B, C, NULL); }
subscript(A) ::= opt_test(B) COLON(T) opt_test(C) COLON opt_test(D). { A = make_slice(p, T, B, C, D); }
opt_test(A) ::= . { A = NULL; }
opt_test(A) ::= test(B). { A = B; }

arguments(A) ::= . { A = NULL; }
arguments(A) ::= argument_items(B) opt_comma. { A = B; }
argument_items(A) ::= argument(B). { A = make_list(p, N_TUPLE, B); }
argument_items(A) ::= argument_items(B) COMMA argument(C). { A = append(p, B, C); }
argument(A) ::= test(B). { A = B; }
argument(A) ::= test(B) clauses(C). { A = make_comprehension(p, N_LIST, B, C); }
argument(A) ::= NAME(N) EQ test(B). { A = make_keyword(p, N, B); }
argument(A) ::= STAR(S) test(B). { A = make_star(p, S, B); }
argument(A) ::= DOUBLESTAR(S) test(B). { A = make_star(p, S, B); }

atom(A) ::= NAME(T). { A = make_name(p, T); }
atom(A) ::= INT(T). { A = make_int(p, T); }
atom(A) ::= FLOAT(T). { A = make_float(p, T); }
atom(A) ::= NONE(T). { A = make_constant(p, T, aludel_none()); }
atom(A) ::= TRUE(T). { A = make_constant(p, T, aludel_bool(true)); }
atom(A) ::= FALSE(T). { A = make_constant(p, T, aludel_bool(false)); }
atom(A) ::= ELLIPSIS(T). { refuse(p, T); A = make_constant(p, T, aludel_none()); }
atom(A) ::= strings(B). { A = join_strings(p, B); }
strings(A) ::= STRING. { A = make_list(p, N_TUPLE, p->string); }
strings(A) ::= strings(B) STRING. { A = append(p, B, p->string); }

atom(A) ::= LP(T) RP(Z). { A = make_display(p, N_TUPLE, T, NULL, Z); }
atom(A) ::= LP(T) testlist(B) RP(Z). { A = widen(B, T, Z); }
atom(A) ::= LP(T) yield RP. { A = make_constant(p, T, aludel_none()); }
atom(A) ::= LP(T) test(B) clauses(C) RP(Z). { A = widen(make_comprehension(p, N_LIST, B, C), T, Z); }
atom(A) ::= LB(T) RB(Z). { A = make_display(p, N_LIST, T, NULL, Z); }
atom(A) ::= LB(T) items(B) opt_comma RB(Z). { A = make_display(p, N_LIST, T, B, Z); }
atom(A) ::= LB(T) test(B) clauses(C) RB(Z). { A = widen(make_comprehension(p, N_LIST, B, C), T, Z); }
atom(A) ::= LC(T) RC(Z). { A = make_display(p, N_DICT, T, NULL, Z); }
atom(A) ::= LC(T) items(B) opt_comma RC(Z). { A = make_display(p, N_SET, T, B, Z); }
atom(A) ::= LC(T) test(B) clauses(C) RC(Z). { A = widen(make_comprehension(p, N_SET, B, C), T, Z); }
atom(A) ::= LC(T) pairs(B) opt_comma RC(Z). { A = make_display(p, N_DICT, T, B, Z); }
atom(A) ::= LC(T) pair(B) clauses(C) RC(Z). { A = widen(make_comprehension(p, N_DICT, B, C), T, Z); }
pairs(A) ::= pair(B). { A = make_list(p, N_TUPLE, B); }
pairs(A) ::= pairs(B) COMMA pair(C). { A = append(p, B, C); }
pair(A) ::= test(B) COLON test(C). { A = make_pair(p, N_PAIR, B, C); }
pair(A) ::= DOUBLESTAR(T) bor(B). { A = make_pair(p, N_PAIR, refused(p, T, B), B); }

clauses(A) ::= clause(B). { A = make_list(p, N_TUPLE, B); }
clauses(A) ::= clauses(B) clause(C). { A = append(p, B, C); }
clause(A) ::= FOR(T) targets(B) IN or_test(C) conditions(D). { A = make_for_clause(p, T, B, C, D); }
conditions(A) ::= . { A = NULL; }
conditions(A) ::= conditions(B) IF or_test(C). { A = B ? append(p, B, C) : make_list(p, N_TUPLE, C); }

%syntax_error { p->syntax_failed = true; }
%stack_overflow { say_too_deep(p, token_span(p, p->current)); }

%code {

/* The parser together with its states as they were before the latest token: the reductions that lemon makes
 * before it finds out that the token doesn't fit have forgotten what else could have stood there. */
struct grammar {
    yyParser parser;
    YYACTIONTYPE states[YYSTACKDEPTH + 1];
    int count;
    struct parser *p;
    bool expected[YYNTOKEN];
};

static void keep_states(struct grammar *g)
{
    g->count = (int)(g->parser.yytos - g->parser.yystack) + 1;
    for (int i = 0; i < g->count; i++)
        g->states[i] = g->parser.yystack[i].stateno;
}

/* Would the parser, after the reductions that it calls for, shift this token? States above the first `below`
 * of the kept ones are put aside. */
static bool would_shift(const struct grammar *g, YYCODETYPE token)
{
    YYACTIONTYPE above[64];
    int below = g->count, count = 0;
    for (;;) {
        YYACTIONTYPE state = count ? above[count - 1] : g->states[below - 1];
        YYACTIONTYPE act = yy_find_shift_action(token, state);
        if (act <= YY_MAX_SHIFTREDUCE || act == YY_ACCEPT_ACTION)
            return true;
        if (act < YY_MIN_REDUCE)
            return false;
        unsigned rule = act - YY_MIN_REDUCE;
        int drop = -yyRuleInfoNRhs[rule];
        int kept = drop < count ? count - drop : 0;
        below -= drop - (count - kept);
        count = kept;
        state = count ? above[count - 1] : g->states[below - 1];
        if (count == 64)
            return false;
        above[count++] = yy_find_reduce_action(state, (YYCODETYPE)yyRuleInfoLhs[rule]);
        if (above[count - 1] == YY_ACCEPT_ACTION)
            return true;
    }
}

/* Behind a statement that didn't parse: what follows is news again. */
static void recovered(yyParser *parser, struct parser *p)
{
    parser->yyerrcnt = -1;
    p->broken = true;
    p->muted = false;
    p->annotation = 0;
}

/* Not in the arena: a file has many fragments, and lemon's stack is large. */
struct grammar *grammar_begin(struct parser *p, struct token start)
{
    struct grammar *g = malloc(sizeof *g); /* large, and not for long: the arena would keep each */
    if (!g)
        longjmp(*p->arena->no_memory, 1);
    g->p = p;
    GrammarInit(&g->parser);
    Grammar(&g->parser, start.code, start, p);
    return g;
}

bool grammar_take(struct grammar *g, struct token t)
{
    g->p->syntax_failed = false;
    keep_states(g);
    Grammar(&g->parser, t.code == T_END ? 0 : t.code, t, g->p);
    return !g->p->syntax_failed;
}

const bool *grammar_expected(struct grammar *g)
{
    for (int i = 0; i < YYNTOKEN; i++)
        g->expected[i] = would_shift(g, (YYCODETYPE)i);
    return g->expected;
}

bool grammar_wants_string(const struct grammar *g)
{
    return g->parser.yytos->major == T_STRING;
}

void grammar_end(struct grammar *g)
{
    GrammarFinalize(&g->parser);
    free(g);
}

}
