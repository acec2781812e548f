/* What is shared with Python: app/domain/kernel_tables.py lays out a Model, and
   app/domain/compiled_sums.py reads Sums.

   Whatever these functions return, plain Python (app/domain/sums.py) returns too, bit for bit: so
   numbers are added from left to right, one product at a time, and compilers are told not to
   contract them. Nothing here allocates memory, and nothing is larger than the sizes below, which
   kernel_tables.py checks. Sets of options, criteria or answers are bits. */

#ifndef MESHWISE_MODEL_H
#define MESHWISE_MODEL_H

#include <float.h>
#include <stdint.h>

#if FLT_EVAL_METHOD != 0 || defined(__FAST_MATH__)
#error "Numbers would be rounded otherwise than in Python."
#endif

enum { OPTIONS = 8, CRITERIA = 16, ROWS = 128, ANSWERS = 128, FEATURES = 256 };
enum { ENDS = 5, POINTS = 0, LOW, HIGH, WORST, BEST };
enum { PAID = 3, ACCEPT = 1 };
enum { EDGES = 3, NONE = 255 };

/* What an answer does to one criterion: points of weight, and rows that count for more. */
typedef struct {
  int32_t criterion, accepts, first, end;
  double points;
} Touch;

typedef struct {
  int32_t row;
  double factor;
} Emphasis;

typedef struct {
  int32_t options, criteria, answers, samples;
  double factor;
  const int32_t *rows;                        /* first row of each criterion, and the end */
  const double *points;                       /* of each criterion before any answer */
  const double *standing;                     /* as how many ordinary rows each row counts */
  const int32_t *order;                       /* the place of each row's feature by name */
  const double (*cells)[ENDS][ROWS][OPTIONS]; /* points without, and with, a contract */
  const int32_t *touched;                     /* first touch of each answer, and the end */
  const Touch *touches;
  const Emphasis *emphases;
  const double (*factors)[CRITERIA]; /* by sample */
  const double *luck;
  const int32_t *paying;                    /* which way each answer pays; 0: says nothing */
  const int32_t (*screened)[PAID][ANSWERS]; /* options to check, and that fail, as bits */
  const int32_t *ends; /* where in names each criterion ends, written as a key of an object */
  const char *names;
} Model;

/* What Python reads stands first: the numbers here, then figures, closely packed. */
typedef struct {
  int32_t paid, failing, checking, fixed;
  double figures[2 * CRITERIA + 3 * OPTIONS + 3 * OPTIONS * CRITERIA];
  uint64_t used[2];
  int32_t accepts;
  double weights[CRITERIA], shares[CRITERIA], counts[ROWS], whole[CRITERIA];
  double values[ENDS][CRITERIA][OPTIONS];
} Sums;

/* Where the figures of some sums begin. */
typedef struct {
  double *weights, *shares, *points, *low, *high, *parts, *values, *shown;
} Figures;

static inline Figures figures_of(const Model *model, Sums *sums) {
  int options = model->options, criteria = model->criteria;
  Figures figures;
  figures.weights = sums->figures;
  figures.shares = figures.weights + criteria;
  figures.points = figures.shares + criteria;
  figures.low = figures.points + options;
  figures.high = figures.low + options;
  figures.parts = figures.high + options;
  figures.values = figures.parts + options * criteria;
  figures.shown = figures.values + options * criteria;
  return figures;
}

/* Find the rows in which an option loses most points of its score to another, worst first, and
   none that loses less than limit; ties go by the name of the feature. NONE fills up the rest. */
void find_losses(const Model *model, const Sums *sums, int option, int rival, double limit,
                 uint8_t found[EDGES]);

#endif
