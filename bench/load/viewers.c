/* The sockets of pages: connect, upgrade, say hello, and hand every frame's text to the counting. */
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER (8 << 20)
/* As htmx's socket extension: 0.5 s, doubled at each failure up to 5 s (the room page's setting), 30% to either side. */
#define FIRST_DELAY 0.5
#define LONGEST_DELAY 5.0
#define JITTER 0.3

static char buffer[BUFFER];
static int busy; /* between connect and live */
int live_count;

static void leave_state(struct viewer *viewer) {
    if (viewer->state == LIVE) live_count--;
    else if (viewer->state != DOWN) busy--;
}

static void enter_state(struct viewer *viewer, enum state state) {
    leave_state(viewer);
    viewer->state = state;
    if (state == LIVE) live_count++, tally.returned++;
    else if (state != DOWN) busy++;
}

static void hang_up(struct viewer *viewer) {
    close(viewer->fd);
    viewer->fd = -1;
    free(viewer->held);
    viewer->held = NULL;
    viewer->held_length = 0;
    enter_state(viewer, DOWN);
    double delay = FIRST_DELAY;
    for (int i = 0; i < viewer->tries && delay < LONGEST_DELAY; i++) delay *= 2;
    if (delay > LONGEST_DELAY) delay = LONGEST_DELAY;
    viewer->retry_at = now() + delay * (1 + JITTER * (2 * drand48() - 1));
    viewer->tries++;
}

void viewers_connect(int at_once) {
    static int next;
    double time = now();
    for (int looked = 0; looked < plan.viewer_count && busy < at_once; looked++) {
        struct viewer *viewer = &plan.viewers[next++ % plan.viewer_count];
        if (viewer->state != DOWN || viewer->retry_at > time) continue;
        viewer->fd = open_socket(viewer->port);
        enter_state(viewer, CONNECTING);
        watch(viewer->fd, viewer, EPOLLIN | EPOLLOUT);
    }
}

static int say(struct viewer *viewer, const char *bytes, size_t length) {
    /* A few hundred bytes on a socket that we write once in a while: it takes them all or is broken. */
    if (send(viewer->fd, bytes, length, MSG_NOSIGNAL) == (ssize_t)length) return 1;
    hang_up(viewer);
    return 0;
}

static int say_frame(struct viewer *viewer, int opcode, const char *text, size_t length) {
    char frame[512] = {(char)(0x80 | opcode), (char)(0x80 | length)}; /* masked with zeros: the text stays as it is */
    size_t head = 6;
    if (length > 400) give_up("a frame of ours is too long");
    if (length > 125) {
        frame[1] = (char)(0x80 | 126);
        frame[2] = (char)(length >> 8);
        frame[3] = (char)length;
        head = 8;
    }
    memcpy(frame + head, text, length);
    return say(viewer, frame, head + length);
}

static int say_hello(struct viewer *viewer) {
    char text[400];
    const char *slot = strstr(viewer->hello, "{cursor}");
    int length = slot ? snprintf(text, sizeof text, "%.*s%ld%s", (int)(slot - viewer->hello), viewer->hello,
                                 viewer->cursor, slot + strlen("{cursor}"))
                      : snprintf(text, sizeof text, "%s", viewer->hello);
    return length == 0 || say_frame(viewer, 1, text, length);
}

static void note_cursor(struct viewer *viewer, const char *text, size_t length) {
    const char *end = text + length, *found = text, *last = NULL;
    size_t mark = strlen(plan.cursor_mark);
    if (!mark) return;
    while ((found = memmem(found, end - found, plan.cursor_mark, mark))) last = found += mark;
    if (last) viewer->cursor = atol(last);
}

/* Take one whole frame; 0 when the viewer is gone afterwards. */
static int take_frame(struct viewer *viewer, int opcode, const char *text, size_t length) {
    if (opcode == 8) return hang_up(viewer), 0;
    if (opcode == 9) return say_frame(viewer, 10, text, length);
    if (opcode == 10) return 1;
    if (length == 1 && *text == '2') return say_frame(viewer, 1, "3", 1); /* engine.io's own ping */
    if (viewer->state == JOINING && memmem(text, length, plan.ready, strlen(plan.ready))) {
        enter_state(viewer, LIVE);
        viewer->tries = 0;
    }
    note_cursor(viewer, text, length);
    count_seen(viewer, text, length);
    return 1;
}

/* Take the whole frames in front; return how many bytes they had, or -1 when the viewer is gone. */
static ssize_t take_frames(struct viewer *viewer, const char *bytes, size_t length) {
    size_t at = 0;
    while (length - at >= 2) {
        const unsigned char *head = (const unsigned char *)bytes + at;
        size_t size = head[1] & 127, start = 2;
        if (!(head[0] & 0x80)) give_up("a fragmented frame, which the generator does not read");
        if (size >= 126) {
            start = size == 126 ? 4 : 10;
            if (length - at < start) break;
            size = 0;
            for (size_t i = 2; i < start; i++) size = size << 8 | head[i];
        }
        if (start + size > BUFFER / 2) give_up("a frame of more than 4 MiB");
        if (length - at < start + size) break;
        if (!take_frame(viewer, head[0] & 15, bytes + at + start, size)) return -1;
        at += start + size;
    }
    return (ssize_t)at;
}

static ssize_t take_upgrade(struct viewer *viewer, const char *bytes, size_t length) {
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end) return 0;
    if (length < 12 || memcmp(bytes + 9, "101", 3)) {
        static int told;
        if (!told++) fprintf(stderr, "load: refused: %.*s\n", (int)(end - bytes), bytes);
        hang_up(viewer);
        return -1;
    }
    enter_state(viewer, *plan.ready ? JOINING : LIVE);
    return say_hello(viewer) ? end + 4 - bytes : -1;
}

void viewer_event(struct viewer *viewer, uint32_t events) {
    if (viewer->fd < 0) return;
    if (viewer->state == CONNECTING && events & EPOLLOUT && !(events & EPOLLERR)) {
        struct epoll_event only_in = {.events = EPOLLIN, .data.ptr = viewer};
        epoll_ctl(epoll, EPOLL_CTL_MOD, viewer->fd, &only_in);
        enter_state(viewer, UPGRADING);
        if (!say(viewer, viewer->handshake, strlen(viewer->handshake))) return;
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    size_t length = viewer->held_length;
    if (length) memcpy(buffer, viewer->held, length);
    ssize_t more = recv(viewer->fd, buffer + length, BUFFER - length, 0);
    if (more < 0 && errno == EAGAIN) return;
    if (more <= 0) return hang_up(viewer);
    length += more;
    tally.bytes += more;
    size_t at = 0;
    long before = tally.deliveries;
    if (viewer->state == UPGRADING) {
        ssize_t taken = take_upgrade(viewer, buffer, length);
        if (taken < 0) return;
        at = taken;
    }
    if (viewer->state > UPGRADING) {
        ssize_t taken = take_frames(viewer, buffer + at, length - at);
        if (taken < 0) return;
        at += taken;
    }
    if (tally.deliveries > before) tally.last_event = now();
    if (length > at) {
        viewer->held = realloc(viewer->held, length - at);
        memcpy(viewer->held, buffer + at, length - at);
    }
    viewer->held_length = length - at;
}
