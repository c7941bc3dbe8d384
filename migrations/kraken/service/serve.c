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

struct client {
    int in, out;
    size_t used;
    char *text; /* what has come of a line that isn't answered yet … */
    bool cut;   /* … but for its beginning, for which there was no room */
};

struct service {
    PGconn *store;
    int listener;
    size_t count;
    struct client clients[MOST_CLIENTS];
};

/* ---- Who comes and goes ---------------------------------------------------------------------- */

static void welcome(struct service *s, int in, int out)
{
    char *text = malloc(LONGEST_LINE);
    if (text)
        s->clients[s->count++] = (struct client){.in = in, .out = out, .text = text};
    else if (in > STDERR_FILENO)
        close(in);
}

static void dismiss(struct service *s, size_t i)
{
    free(s->clients[i].text);
    if (s->clients[i].in > STDERR_FILENO)
        close(s->clients[i].in);
    s->clients[i] = s->clients[--s->count];
}

/* Nobody is waited for: a client that doesn't read its answers has to go. */
static void accept_one(struct service *s)
{
    int fd = accept(s->listener, NULL, NULL);
    if (fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0)
        welcome(s, fd, fd);
    else if (fd >= 0)
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

static bool answer_lines(struct service *s, struct client *c)
{
    char *line = c->text, *end;
    bool ok = true;
    while (ok && (end = memchr(line, '\n', (size_t)(c->text + c->used - line)))) {
        *end = 0;
        ok = answer_line(s, c, line, (size_t)(end - line));
        line = end + 1;
    }
    c->used -= (size_t)(line - c->text);
    memmove(c->text, line, c->used);
    return ok;
}

/* False when the client has gone, or has to go. */
static bool hear(struct service *s, struct client *c)
{
    ssize_t n = read(c->in, c->text + c->used, LONGEST_LINE - c->used);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (n == 0 && c->used > 0)
        put(c, "error the last line has no end: nothing of it was stored");
    c->used += (size_t)n;
    if (n == 0 || !answer_lines(s, c))
        return false;
    if (c->used == LONGEST_LINE) {
        c->cut = true;
        c->used = 0;
    }
    return true;
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

void serve(PGconn *store, int listener, int stop)
{
    struct service s = {.store = store, .listener = listener};
    if (listener < 0)
        welcome(&s, STDIN_FILENO, STDOUT_FILENO);
    while (listener >= 0 || s.count > 0) {
        struct pollfd polled[MOST_CLIENTS + 2] = {{.fd = stop, .events = POLLIN}};
        size_t count = s.count;
        for (size_t i = 0; i < count; i++)
            polled[i + 1] = (struct pollfd){.fd = s.clients[i].in, .events = POLLIN};
        polled[count + 1] = (struct pollfd){.fd = count < MOST_CLIENTS ? listener : -1, .events = POLLIN};
        if (poll(polled, count + 2, -1) < 0)
            continue; /* a signal, which `stop` tells of */
        if (polled[0].revents)
            break;
        for (size_t i = count; i-- > 0;)
            if (polled[i + 1].revents && !hear(&s, &s.clients[i]))
                dismiss(&s, i);
        if (polled[count + 1].revents)
            accept_one(&s);
    }
    while (s.count > 0)
        dismiss(&s, s.count - 1);
}
