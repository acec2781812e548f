/* Screening and the weighted sums. */

#include <math.h>
#include <string.h>

#include "model.h"

const int32_t limits[] = {OPTIONS, CRITERIA, ROWS, ANSWERS, FEATURES, EDGES, NONE};

int32_t sums_size(void) { return sizeof(Sums); }

/* Round to hundredths as Python does: to the nearest of the exact number, halves to even. */
static double rounded(double number) {
  double scaled = number * 100, whole = floor(scaled), above = scaled - whole - 0.5;
  if (fabs(above) < 1e-6) above += fma(number, 100, -scaled);
  if (above > 0 || (above == 0 && fmod(whole, 2) != 0)) whole += 1;
  return whole;
}

/* Collect what the used answers ask for: weights, counts of rows, must-haves. */
static void collect(const Model *model, const double *given, Sums *sums) {
  int rows = model->rows[model->criteria];
  double total = 0;
  memcpy(sums->weights, model->points, (size_t)model->criteria * sizeof(double));
  memcpy(sums->counts, model->standing, (size_t)rows * sizeof(double));
  for (int answer = 0; answer < model->answers; answer++) {
    if (!(sums->used[answer / 64] >> answer % 64 & 1)) continue;
    if (model->paying[answer]) sums->paid = model->paying[answer];
    const Touch *end = model->touches + model->touched[answer + 1];
    for (const Touch *touch = model->touches + model->touched[answer]; touch < end; touch++) {
      sums->weights[touch->criterion] += touch->points;
      for (int place = touch->first; place < touch->end; place++) {
        const Emphasis *own = model->emphases + place;
        if (own->factor > sums->counts[own->row]) sums->counts[own->row] = own->factor;
      }
    }
  }
  for (int answer = 0; answer < model->answers; answer++) {
    if (!(sums->used[answer / 64] >> answer % 64 & 1)) continue;
    sums->checking |= model->screened[0][sums->paid][answer];
    sums->failing |= model->screened[1][sums->paid][answer];
  }
  for (int place = 0; place < model->criteria; place++) {
    if (sums->fixed >> place & 1) sums->weights[place] = given[place];
    total += sums->weights[place];
  }
  if (total == 0) total = 1;
  for (int place = 0; place < model->criteria; place++)
    sums->shares[place] = sums->weights[place] / total;
  sums->accepts = sums->paid == ACCEPT;
}

/* Screen and weigh every option: used are the answers as bits; given are weights, those of the
   criteria in fixed, which are bits, too. The sums are all 0 before. */
void weigh(const Model *model, Sums *sums, const uint64_t used[2], int32_t fixed,
           const double *given) {
  int options = model->options, criteria = model->criteria;
  double ends[2][OPTIONS] = {{0}}, totals[OPTIONS] = {0};
  Figures figures = figures_of(model, sums);
  memcpy(sums->used, used, sizeof sums->used);
  sums->fixed = fixed;
  collect(model, given, sums);
  for (int place = 0; place < criteria; place++) {
    int first = model->rows[place], last = model->rows[place + 1];
    double whole = 0, share = sums->shares[place];
    for (int row = first; row < last; row++) whole += sums->counts[row];
    sums->whole[place] = whole;
    figures.weights[place] = sums->weights[place];
    figures.shares[place] = share;
    for (int end = 0; end < ENDS; end++) {
      double *means = sums->values[end][place];
      for (int row = first; row < last; row++) {
        const double *cells = model->cells[sums->accepts][end][row];
        for (int option = 0; option < OPTIONS; option++)
          means[option] += sums->counts[row] * cells[option];
      }
      for (int option = 0; option < OPTIONS; option++) means[option] /= whole;
    }
    for (int option = 0; option < options; option++) {
      double value = sums->values[POINTS][place][option];
      double part = rounded(share * value);
      totals[option] += part;
      figures.parts[option * criteria + place] = part / 100;
      figures.values[option * criteria + place] = value;
      figures.shown[option * criteria + place] = rounded(value) / 100;
      ends[0][option] += share * sums->values[LOW][place][option];
      ends[1][option] += share * sums->values[HIGH][place][option];
    }
  }
  for (int option = 0; option < options; option++) {
    figures.points[option] = totals[option] / 100;
    figures.low[option] = rounded(ends[0][option]) / 100;
    figures.high[option] = rounded(ends[1][option]) / 100;
  }
}
