/* A ranking as JSON, from texts that app/formats/compiled_ranking.py keeps. */

#include <math.h>
#include <string.h>

#include "model.h"

/* A text that is kept in Python; none where text is 0. */
typedef struct {
  const char *text;
  int64_t size;
} Text;

/* What is told of an option about a feature that was asked for. */
typedef struct {
  Text text;
  int32_t feature, kind;
} Sentence;

/* All sentences about the must-haves of one answer, by option. */
typedef struct {
  int32_t first[OPTIONS + 1], unused;
  Sentence sentences[];
} MustHaves;

enum { OUTCOMES = 4, KINDS = 3 }; /* it fails a must-have, it is to be checked, it meets it */

typedef struct {
  Text openings[OPTIONS][OUTCOMES];
  Text edges[2][OPTIONS][OPTIONS][ROWS]; /* ahead of a rival by a row, or behind it */
} Words;

int32_t words_size(void) { return sizeof(Words); }

/* Where text is written to: at grows, and stops at end. */
typedef struct {
  char *at, *end;
} Page;

static void put(Page *page, const char *text, int64_t size) {
  if (page->end - page->at < size) {
    page->at = page->end;
    return;
  }
  memcpy(page->at, text, (size_t)size);
  page->at += size;
}

static void put_text(Page *page, const char *text) { put(page, text, (int64_t)strlen(text)); }

/* Write hundredths, not above 100 in size, as the shortest decimal number, with a point. */
static void put_number(Page *page, double number) {
  int hundredths = (int)lrint(fabs(number) * 100), whole = hundredths / 100,
      rest = hundredths % 100;
  char text[8], *at = text;
  if (signbit(number)) *at++ = '-';
  if (whole >= 100) *at++ = (char)('0' + whole / 100);
  if (whole >= 10) *at++ = (char)('0' + whole / 10 % 10);
  *at++ = (char)('0' + whole % 10);
  *at++ = '.';
  *at++ = (char)('0' + rest / 10);
  if (rest % 10) *at++ = (char)('0' + rest % 10);
  put(page, text, at - text);
}

static void put_object(Page *page, const Model *model, const double *numbers) {
  int first = 0;
  for (int place = 0; place < model->criteria; place++) {
    put(page, model->names + first, model->ends[place] - first);
    first = model->ends[place];
    put_number(page, numbers[place]);
  }
  put_text(page, "}");
}

static void put_figures(Page *page, const Model *model, const Figures *figures, int option) {
  double points = figures->points[option], low = figures->low[option];
  double high = figures->high[option];
  put_text(page, "\"score\":");
  put_number(page, points);
  put_text(page, ",\"range\":[");
  put_number(page, low < points ? low : points);
  put_text(page, ",");
  put_number(page, high > points ? high : points);
  put_text(page, "],\"contributions\":");
  put_object(page, model, figures->parts + option * model->criteria);
  put_text(page, ",\"values\":");
  put_object(page, model, figures->shown + option * model->criteria);
}

/* Write what is told of an option about must-haves: what fails, what is to be checked, what is
   met, and of one feature each of them once. */
static const char *put_must_haves(Page *page, const MustHaves *const *asked, int several,
                                  int option, const char *before) {
  for (int kind = 0; kind < KINDS; kind++) {
    uint64_t told[FEATURES / 64] = {0};
    for (int number = 0; number < several; number++) {
      const MustHaves *own = asked[number];
      for (int at = own->first[option]; at < own->first[option + 1]; at++) {
        const Sentence *one = own->sentences + at;
        uint64_t bit = (uint64_t)1 << one->feature % 64, *seen = told + one->feature / 64;
        if (one->kind != kind || *seen & bit) continue;
        *seen |= bit;
        put_text(page, before);
        put(page, one->text.text, one->text.size);
        before = ",";
      }
    }
  }
  return before;
}

/* Write the options of a ranking as JSON objects, best first: places are their numbers, and
   outcomes what is said of them. failing are those without reasons in points, as bits; leader and
   second are -1 where there is none. Return the size, 0 where there is not enough room, and
   -1 - n where the nth text of edges is missing. */
int64_t write_ranking(const Model *model, Sums *sums, const Words *words, const uint8_t *places,
                      const uint8_t *outcomes, int32_t failing, int32_t leader, int32_t second,
                      double limit, const MustHaves *const *asked, int32_t several, char *text,
                      int64_t room) {
  Page page = {text, text + room};
  Figures figures = figures_of(model, sums);
  for (int place = 0; place < model->options; place++) {
    int option = places[place], rival = option == leader ? second : leader;
    const Text *opening = &words->openings[option][outcomes[place]];
    if (place) put_text(&page, ",");
    put(&page, opening->text, opening->size);
    put_figures(&page, model, &figures, option);
    put_text(&page, ",\"reasons\":[");
    const char *before = put_must_haves(&page, asked, several, option, "");
    if (rival >= 0 && !(failing >> option & 1)) {
      int is_behind = option != leader;
      uint8_t found[EDGES];
      find_losses(model, sums, is_behind ? option : second, leader, limit, found);
      for (int at = 0; at < EDGES && found[at] != NONE; at++) {
        const Text *edge = &words->edges[is_behind][option][rival][found[at]];
        if (!edge->text) return -1 - (edge - &words->edges[0][0][0][0]);
        put_text(&page, before);
        put(&page, edge->text, edge->size);
        before = ",";
      }
    }
    put_text(&page, "]}");
  }
  return page.at < page.end ? page.at - text : 0;
}
