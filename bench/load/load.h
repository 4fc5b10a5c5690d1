/* The load generator: thousands of viewers over WebSockets and some posters over HTTP, in one thread on one core.
 *
 * It is C because it has to be cheaper than every server it measures. It reads a plan (plan.c), then obeys commands from its
 * standard input (load.c) and answers each with one line of JSON. viewers.c holds the sockets of pages, posters.c the HTTP
 * connections, count.c knows which message has reached whom.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>
#include <stdint.h>

#define MAX_MESSAGES (1 << 17)
#define MAX_ROOMS 8192
#define DIGITS 7

/* What an epoll event belongs to; the first member of everything that is watched. */
enum kind { INPUT, VIEWER, POSTER };

/* DOWN waits for retry_at; JOINING has said hello; LIVE has had the answer. */
enum state { DOWN, CONNECTING, UPGRADING, JOINING, LIVE };

struct viewer {
    enum kind kind;
    enum state state;
    int fd, port, room, tries;
    double retry_at;
    const char *handshake, *hello; /* in hello, {cursor} stands for what the page holds */
    long cursor;
    char *held; /* the bytes of a frame that has not arrived whole */
    size_t held_length;
    uint64_t *seen; /* one bit for each message */
};

struct request {
    int port, room;
    const char *text; /* NNNNNNN stands for the message's number */
};

struct message {
    double sent, answered, last; /* seconds; 0 is not yet */
    int room, expected, got, status, done;
};

struct plan {
    const char *ready, *cursor_mark; /* what a frame for a live page contains; what precedes its cursor */
    struct viewer *viewers;
    struct request *requests;
    int viewer_count, request_count;
};

struct tally {
    long deliveries, repeated, stray, refused, failed, bytes, returned;
    double last_event, down;
};

extern struct plan plan;
extern struct tally tally;
extern struct message messages[MAX_MESSAGES];
extern int message_count, incomplete, room_size[MAX_ROOMS], epoll, live_count;

double now(void);
void die(const char *what); /* a system call failed */
void give_up(const char *why);
int open_socket(int port);
void watch(int fd, void *owner, uint32_t events);
void pump(int milliseconds); /* wait for events and handle them */

void plan_read(const char *path);

int count_new(int room, double sent); /* the number of a new message */
void count_answered(int number, int status);
void count_seen(struct viewer *viewer, const char *text, size_t length); /* every marker in a frame's payload */
int count_complete(int number);
void count_report(int first, double started, double cpu);

void viewers_connect(int at_once); /* start connecting those whose time has come */
void viewer_event(struct viewer *viewer, uint32_t events);

void posters_start(int connections, double seconds);
void posters_stop(void);
int posters_post(double sent); /* 1 if a free connection took it */
void poster_event(void *poster, uint32_t events);
void posters_release(void); /* free those whose message is complete */

#endif
