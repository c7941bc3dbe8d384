#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MOST_CLIENTS 64
#define LONGEST_LINE (1 << 20)
#define LONGEST_ANSWER 1024
#define FULL_FOR 500    /* milliseconds, until those who couldn't come in are let in again */
#define LINES_A_ROUND 4 /* of one client, before the others have their turn */

struct client {
    int in, out;
    size_t used;
    char *text; /* what has come of a line that isn't answered yet … */
    bool cut;   /* … but for its beginning, for which there was no room */
    bool waits; /* a whole line is among it, for the next round */
    bool ended; /* nothing more comes */
};

struct service {
    PGconn *store;
    int listener, stop;
    bool full; /* nobody could come in a moment ago */
    size_t count;
    struct client clients[MOST_CLIENTS];
};

/* ---- Who comes and goes ---------------------------------------------------------------------- */

static bool welcome(struct service *s, int in, int out)
{
    char *text = malloc(LONGEST_LINE);
    if (text)
        s->clients[s->count++] = (struct client){.in = in, .out = out, .text = text};
    return text;
}

static void dismiss(struct service *s, size_t i)
{
    free(s->clients[i].text);
    if (s->clients[i].in > STDERR_FILENO)
        close(s->clients[i].in);
    s->clients[i] = s->clients[--s->count];
}

/* Nobody is waited for: a client that doesn't read its answers has to go. Where there is no descriptor left for one, it
 * stays in the queue for now. */
static void accept_one(struct service *s)
{
    int fd = accept(s->listener, NULL, NULL);
    if (fd < 0)
        s->full = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    else if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || !welcome(s, fd, fd))
        close(fd);
}

/* ---- Lines ----------------------------------------------------------------------------------- */

static bool put(const struct client *c, const char *answer)
{
    char line[LONGEST_ANSWER + 1];
    size_t length = (size_t)snprintf(line, sizeof line, "%s\n", answer), done = 0;
    while (done < length) {
        ssize_t n = write(c->out, line + done, length - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static bool answer_line(struct service *s, struct client *c, const char *line, size_t length)
{
    char answer[LONGEST_ANSWER];
    bool cut = c->cut;
    c->cut = false;
    if (cut)
        return put(c, "error the line is too long");
    if (strlen(line) < length)
        return put(c, "error there is a NUL in the line");
    store_answer(s->store, line, answer, sizeof answer);
    return put(c, answer);
}

static bool is_readable(int fd)
{
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    return poll(&polled, 1, 0) > 0;
}

/* A few of them: nobody waits until one who sends many has got all the answers, and to stop doesn't either. */
static bool answer_lines(struct service *s, struct client *c)
{
    char *line = c->text, *end = NULL;
    bool ok = true;
    int left = LINES_A_ROUND;
    while (ok && (end = memchr(line, '\n', (size_t)(c->text + c->used - line))) && left-- > 0 &&
           !is_readable(s->stop)) {
        *end = 0;
        ok = answer_line(s, c, line, (size_t)(end - line));
        line = end + 1;
    }
    c->waits = end;
    c->used -= (size_t)(line - c->text);
    memmove(c->text, line, c->used);
    return ok;
}

/* False when the client has gone, or has to go. What it has said before that is still answered. */
static bool hear(struct service *s, struct client *c)
{
    if (!c->waits && !c->ended) {
        ssize_t n = read(c->in, c->text + c->used, LONGEST_LINE - c->used);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        c->used += (size_t)n;
        c->ended = n == 0;
    }
    if (!answer_lines(s, c))
        return false;
    if (c->ended && !c->waits && c->used > 0)
        put(c, "error the last line has no end: nothing of it was stored");
    if (c->used == LONGEST_LINE && !c->waits) {
        c->cut = true;
        c->used = 0;
    }
    return !c->ended || c->waits;
}

/* ---- All of them ----------------------------------------------------------------------------- */

int serve_listen(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t room = sizeof address.sun_path;
    if ((size_t)snprintf(address.sun_path, room, "%s.%ld", path, (long)getpid()) >= room) {
        errno = ENAMETOOLONG;
        return -1;
    }
    /* Made beside it and moved there: whoever connects meets the service before this one, or this one. */
    unlink(address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd >= 0 && !bind(fd, (struct sockaddr *)&address, sizeof address) && !listen(fd, MOST_CLIENTS) &&
        !rename(address.sun_path, path))
        return fd;
    int failed = errno;
    unlink(address.sun_path);
    if (fd >= 0)
        close(fd);
    errno = failed;
    return -1;
}

/* How long to look, in milliseconds: -1 is until there is something. */
static int patience(const struct service *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->clients[i].waits)
            return 0;
    return s->full ? FULL_FOR : -1;
}

/* What is there to read: `stop`, the clients, and who comes, while there is room for them. False with errno. */
static bool look(struct service *s, struct pollfd *polled)
{
    bool room = s->count < MOST_CLIENTS && !s->full;
    int most = patience(s);
    polled[0] = (struct pollfd){.fd = s->stop, .events = POLLIN};
    for (size_t i = 0; i < s->count; i++)
        polled[i + 1] = (struct pollfd){.fd = s->clients[i].waits ? -1 : s->clients[i].in, .events = POLLIN};
    polled[s->count + 1] = (struct pollfd){.fd = room ? s->listener : -1, .events = POLLIN};
    s->full = false;
    return poll(polled, s->count + 2, most) >= 0;
}

static void hear_all(struct service *s, const struct pollfd *polled)
{
    for (size_t i = s->count; i-- > 0;)
        if ((polled[i + 1].revents || s->clients[i].waits) && !hear(s, &s->clients[i]))
            dismiss(s, i);
}

/* A round of it; false at the end, with errno where that wasn't asked for. */
static bool serve_round(struct service *s)
{
    struct pollfd polled[MOST_CLIENTS + 2];
    size_t last = s->count + 1;
    if (!look(s, polled))
        return errno == EINTR || errno == EAGAIN; /* a signal, which `stop` tells of */
    errno = 0;
    if (polled[0].revents)
        return false;
    hear_all(s, polled);
    if (polled[last].revents)
        accept_one(s);
    errno = 0;
    return s->listener >= 0 || s->count > 0;
}

bool serve(PGconn *store, int listener, int stop)
{
    struct service s = {.store = store, .listener = listener, .stop = stop};
    bool ok = listener >= 0 || welcome(&s, STDIN_FILENO, STDOUT_FILENO);
    if (ok) {
        while (serve_round(&s))
            ;
        ok = errno == 0;
    }
    int failed = errno;
    while (s.count > 0)
        dismiss(&s, s.count - 1);
    errno = failed;
    return ok;
}
