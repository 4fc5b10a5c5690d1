/* Reads the plan: one line a thing, fields separated by tabs, with \r \n \t \\ written as in C.
 *
 *   R  ready                                 a frame containing this says that the viewer is live; empty: the upgrade says it
 *   C  mark                                  what precedes the cursor in a frame, for pages that keep one
 *   V  port room cursor handshake hello      a viewer; an empty hello is not sent
 *   P  port room request                     a request that a poster may send
 */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *unescaped(char *text) {
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from != '\\') {
            *to++ = *from;
            continue;
        }
        from++;
        *to++ = *from == 'r' ? '\r' : *from == 'n' ? '\n' : *from == 't' ? '\t' : *from;
    }
    *to = 0;
    return text;
}

static char *field(char **line) {
    char *text = strsep(line, "\t");
    if (!text) {
        fprintf(stderr, "load: a line of the plan has too few fields\n");
        exit(2);
    }
    return unescaped(text);
}

static int room_field(char **line) {
    int room = atoi(field(line));
    if (room < 0 || room >= MAX_ROOMS) {
        fprintf(stderr, "load: room %d is out of range\n", room);
        exit(2);
    }
    return room;
}

static void *grown(void *list, int count, size_t size) {
    if (count & (count - 1)) return list; /* doubled at each power of two */
    list = realloc(list, size * (count ? 2 * count : 1));
    if (!list) die("realloc");
    return list;
}

void plan_read(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) die(path);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    plan.ready = plan.cursor_mark = "";
    while ((length = getline(&line, &capacity, file)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        char *rest = strdup(line), *what = strsep(&rest, "\t");
        if (*what == 'R') plan.ready = field(&rest);
        else if (*what == 'C') plan.cursor_mark = field(&rest);
        else if (*what == 'V') {
            plan.viewers = grown(plan.viewers, plan.viewer_count, sizeof(struct viewer));
            struct viewer *viewer = &plan.viewers[plan.viewer_count++];
            *viewer = (struct viewer){.kind = VIEWER, .fd = -1};
            viewer->port = atoi(field(&rest));
            viewer->room = room_field(&rest);
            viewer->cursor = atol(field(&rest));
            viewer->handshake = field(&rest);
            viewer->hello = field(&rest);
            viewer->seen = calloc(MAX_MESSAGES / 64, 8); /* pages that are never touched cost nothing */
            room_size[viewer->room]++;
        } else if (*what == 'P') {
            plan.requests = grown(plan.requests, plan.request_count, sizeof(struct request));
            struct request *request = &plan.requests[plan.request_count++];
            request->port = atoi(field(&rest));
            request->room = room_field(&rest);
            request->text = field(&rest);
        } else {
            fprintf(stderr, "load: a line of the plan starts with %s\n", what);
            exit(2);
        }
    }
    free(line);
    fclose(file);
}
