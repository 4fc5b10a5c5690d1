/* HTTP connections that stay open. Each has at most one message in hand, until it is answered and has reached everybody. */
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_POSTERS 64
#define ANSWER (1 << 20)

struct poster {
    enum kind kind;
    int fd, port, turn, number, awaits; /* awaits: the answer to number has not come */
    double asked;
    size_t length, unsent; /* unsent: how much of text has not been written */
    char *answer, *text;
};

static struct poster posters[MAX_POSTERS];
static int poster_count;
static double patience; /* seconds that an answer may take */

void posters_start(int connections, double seconds) {
    patience = seconds;
    if (connections > MAX_POSTERS) give_up("too many posters");
    poster_count = connections;
    for (int i = 0; i < poster_count; i++) {
        struct poster *poster = &posters[i];
        if (!poster->answer) poster->answer = malloc(ANSWER);
        poster->kind = POSTER;
        poster->fd = -1;
        poster->turn = i;
        poster->number = poster->awaits = 0;
        poster->length = poster->unsent = 0;
    }
}

static void drop(struct poster *poster) {
    if (poster->fd >= 0) close(poster->fd);
    poster->fd = -1;
    poster->length = poster->unsent = 0;
    if (poster->awaits) count_answered(poster->number, 0);
    poster->awaits = 0;
}

void posters_stop(void) {
    for (int i = 0; i < poster_count; i++) {
        posters[i].awaits = 0;
        drop(&posters[i]);
    }
    poster_count = 0;
}

/* Write what the connection takes; the rest goes when it takes more, which after a connect may be seconds later. */
static void write_on(struct poster *poster) {
    while (poster->unsent) {
        ssize_t wrote = send(poster->fd, poster->text + strlen(poster->text) - poster->unsent, poster->unsent, MSG_NOSIGNAL);
        if (wrote < 0 && errno == EAGAIN) break;
        if (wrote < 0) return drop(poster);
        poster->unsent -= wrote;
    }
    struct epoll_event event = {.events = EPOLLIN | (poster->unsent ? EPOLLOUT : 0), .data.ptr = poster};
    epoll_ctl(epoll, EPOLL_CTL_MOD, poster->fd, &event);
}

static void post(struct poster *poster, double sent) {
    /* Each connection goes through the requests in steps of all connections: with requests for two ports in turn, and an even
     * number of connections, every connection keeps its port. */
    const struct request *request = &plan.requests[poster->turn % plan.request_count];
    poster->turn += poster_count;
    if (poster->fd >= 0 && poster->port != request->port) drop(poster);
    if (poster->fd < 0) {
        poster->port = request->port;
        poster->fd = open_socket(poster->port);
        watch(poster->fd, poster, EPOLLIN);
    }
    poster->number = count_new(request->room, sent);
    poster->awaits = 1;
    poster->asked = now();
    free(poster->text);
    poster->text = strdup(request->text);
    char digits[DIGITS + 1], *slot = poster->text;
    snprintf(digits, sizeof digits, "%0*d", DIGITS, poster->number);
    while ((slot = strstr(slot, "NNNNNNN"))) memcpy(slot, digits, DIGITS);
    poster->unsent = strlen(poster->text);
    write_on(poster);
}

int posters_post(double sent) {
    static int next;
    for (int i = 0; i < poster_count; i++) {
        struct poster *poster = &posters[next++ % poster_count];
        if (poster->number || message_count + 1 >= MAX_MESSAGES) continue;
        post(poster, sent);
        return 1;
    }
    return 0;
}

void posters_release(void) {
    double time = now();
    for (int i = 0; i < poster_count; i++) {
        struct poster *poster = &posters[i];
        if (poster->awaits && time > poster->asked + patience) drop(poster);
        if (poster->number && !poster->awaits && count_complete(poster->number)) poster->number = 0;
    }
}

/* The length of the whole answer, or 0 while it can't be told. */
static size_t whole(const struct poster *poster) {
    char *end = memmem(poster->answer, poster->length, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = end + 4 - poster->answer;
    *end = 0;
    const char *length = strcasestr(poster->answer, "\r\ncontent-length:");
    int chunked = strcasestr(poster->answer, "\r\ntransfer-encoding: chunked") != NULL;
    *end = '\r';
    if (length) return head + strtoul(length + strlen("\r\ncontent-length:"), NULL, 10);
    if (!chunked) return head;
    char *last = memmem(end, poster->length - (end - poster->answer), "\r\n0\r\n\r\n", 7);
    return last ? (size_t)(last + 7 - poster->answer) : 0;
}

void poster_event(void *owner, uint32_t events) {
    struct poster *poster = owner;
    if (poster->fd >= 0 && events & EPOLLOUT) write_on(poster);
    if (poster->fd < 0 || !(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    ssize_t more = recv(poster->fd, poster->answer + poster->length, ANSWER - 1 - poster->length, 0);
    if (more < 0 && errno == EAGAIN) return;
    if (more <= 0) return drop(poster);
    poster->length += more;
    poster->answer[poster->length] = 0;
    size_t size = whole(poster);
    if (!size || poster->length < size || !poster->awaits) return;
    int status = atoi(poster->answer + strlen("HTTP/1.1 "));
    if ((status < 200 || status >= 400) && tally.refused == 0)
        fprintf(stderr, "load: a request was refused: %.300s\n", poster->answer);
    tally.bytes += size;
    poster->length = 0;
    poster->awaits = 0;
    count_answered(poster->number, status);
}
