/*
 * delay SOCKET TARGET MICROSECONDS: a proxy that gives every piece of data on that many microseconds after it came, in
 * both directions, so that a round trip takes twice as long: a network far away, on one machine. It listens on one Unix
 * socket, connects to another, says "ready", and runs until its input ends.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 64, PIECE = 65536 };

struct piece {
    struct piece *next;
    long long due;
    size_t length, written;
    char data[];
};

/* One direction of a connection: what was read from `from` goes to `to`. */
struct way {
    int from, to;
    struct piece *first, **last;
    int ended, passed_on; /* the end of the data: read, and given on */
};

static struct way ways[2 * CONNECTIONS];
static int count;
static long long delay;

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void add_way(int from, int to)
{
    struct way *w = &ways[count++];
    *w = (struct way){.from = from, .to = to};
    w->last = &w->first;
    fcntl(from, F_SETFL, O_NONBLOCK);
}

static struct sockaddr_un address_of(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    return address;
}

static void accept_one(int listener, const char *target)
{
    struct sockaddr_un address = address_of(target);
    int client = accept(listener, NULL, NULL);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    if (client < 0 || server < 0 || connect(server, (struct sockaddr *)&address, sizeof address) != 0) {
        fail(target);
    }
    add_way(client, server);
    add_way(server, client);
}

static void read_some(struct way *w)
{
    static char buffer[PIECE];
    ssize_t n = read(w->from, buffer, sizeof buffer);
    if (n <= 0) {
        w->ended = n == 0 || (errno != EAGAIN && errno != EINTR);
        return;
    }
    struct piece *p = malloc(sizeof *p + (size_t)n);
    if (!p) {
        fail("malloc");
    }
    *p = (struct piece){.due = now() + delay, .length = (size_t)n};
    memcpy(p->data, buffer, (size_t)n);
    *w->last = p;
    w->last = &p->next;
}

/* False: the receiver takes no more for now. */
static int write_first(struct way *w)
{
    struct piece *p = w->first;
    ssize_t n = write(w->to, p->data + p->written, p->length - p->written);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return 0;
    }
    p->written = n < 0 ? p->length : p->written + (size_t)n;
    if (p->written < p->length) {
        return 0;
    }
    w->first = p->next;
    w->last = w->first ? w->last : &w->first;
    free(p);
    return 1;
}

static void pass_on(struct way *w)
{
    while (w->first && w->first->due <= now() && write_first(w)) {
    }
    if (!w->first && w->ended && !w->passed_on) {
        shutdown(w->to, SHUT_WR);
        w->passed_on = 1;
    }
}

/* Both directions of a connection stand side by side. */
static void forget_ended(void)
{
    for (int i = 0; i < count; i += 2) {
        if (ways[i].passed_on && ways[i + 1].passed_on) {
            close(ways[i].from);
            close(ways[i].to);
            count -= 2;
            for (int k = 0; k < 2 && i < count; k++) {
                ways[i + k] = ways[count + k];
                ways[i + k].last = ways[i + k].first ? ways[i + k].last : &ways[i + k].first;
            }
            i -= 2;
        }
    }
}

static int is_due(const struct way *w)
{
    return w->first && w->first->due <= now();
}

/* Until something is due that wasn't when it was tried last: then its receiver is waited for, not the clock. */
static struct timespec *pause_until_due(struct timespec *t)
{
    long long first = -1;
    for (int i = 0; i < count; i++) {
        if (ways[i].first && !is_due(&ways[i]) && (first < 0 || ways[i].first->due < first)) {
            first = ways[i].first->due;
        }
    }
    if (first < 0) {
        return NULL;
    }
    long long left = first > now() ? first - now() : 0;
    *t = (struct timespec){.tv_sec = left / 1000000, .tv_nsec = left % 1000000 * 1000};
    return t;
}

static void turn(int listener, const char *target)
{
    struct pollfd p[2 + 4 * CONNECTIONS] = {{listener, POLLIN, 0}, {0, POLLIN, 0}};
    struct pollfd *reads = p + 2, *writes = reads + count;
    struct timespec t;
    for (int i = 0; i < count; i++) {
        reads[i] = (struct pollfd){ways[i].ended ? -1 : ways[i].from, POLLIN, 0};
        writes[i] = (struct pollfd){is_due(&ways[i]) ? ways[i].to : -1, POLLOUT, 0};
    }
    ppoll(p, (nfds_t)(2 + 2 * count), pause_until_due(&t), NULL);
    if (p[1].revents) {
        exit(0);
    }
    for (int i = 0; i < count; i++) {
        if (reads[i].revents) {
            read_some(&ways[i]);
        }
        pass_on(&ways[i]);
    }
    forget_ended();
    if (p[0].revents && count < 2 * CONNECTIONS) {
        accept_one(listener, target);
    }
}

int main(int count_of_arguments, char **arguments)
{
    if (count_of_arguments != 4) {
        fputs("usage: delay SOCKET TARGET MICROSECONDS\n", stderr);
        return 2;
    }
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = address_of(arguments[1]);
    delay = atoll(arguments[3]);
    signal(SIGPIPE, SIG_IGN);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 16) != 0) {
        fail(arguments[1]);
    }
    puts("ready");
    fflush(stdout);
    for (;;) {
        turn(listener, arguments[2]);
    }
}
