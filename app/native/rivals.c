/* How the leader stands against its rivals. */

#include <string.h>

#include "model.h"

/* Find the weights of each criterion in one sample; order are the criteria, lightest first. */
static void draw(const Model *model, const double *weights, const int32_t *order, int sample,
                 double drawn[CRITERIA]) {
  double base = 0, below = 0;
  for (int first = 0, end; first < model->criteria; first = end) {
    double step = weights[order[first]] - below, largest = 0;
    for (end = first; end < model->criteria && weights[order[end]] == weights[order[first]];
         end++) {
      double factor = model->factors[sample][order[end]];
      drawn[order[end]] = base + step * factor;
      if (factor > largest) largest = factor;
    }
    base += step * largest;
    below = weights[order[first]];
  }
}

/* Count the samples in which a rival is ahead of the leader; -1 where that is too near to tell.
   rivals are options as bits. */
int32_t lost(const Model *model, const Sums *sums, int32_t leader, int32_t rivals) {
  const double *weights = sums->weights;
  int criteria = model->criteria, several = 0, found = 0;
  int32_t order[CRITERIA];
  double least[OPTIONS][CRITERIA], more[OPTIONS][CRITERIA], drawn[CRITERIA], total = 0;
  for (int place = 0; place < criteria; place++) {
    int at = place;
    for (; at > 0 && weights[order[at - 1]] > weights[place]; at--) order[at] = order[at - 1];
    order[at] = place;
    total += weights[place];
  }
  /* Weights so small lose digits, and with them what is too near. */
  if (total > 0 && total < 1e-290) return -1;
  for (int rival = 0; rival < model->options; rival++) {
    if (!(rivals >> rival & 1)) continue;
    double most = 0;
    for (int place = 0; place < criteria; place++) {
      const double *worst = sums->values[WORST][place], *best = sums->values[BEST][place];
      double gap = best[rival] - worst[leader];
      least[several][place] = worst[rival] - worst[leader];
      more[several][place] = best[rival] - best[leader] - least[several][place];
      most += weights[place] * gap * (gap > 0 ? model->factor : 1 / model->factor);
    }
    /* No weight moves further than the factor, so such a rival is never ahead. */
    several += most > 0;
  }
  for (int sample = 0; several && sample < model->samples; sample++) {
    int is_lost = 0, is_near = 0;
    draw(model, weights, order, sample, drawn);
    for (int number = 0; number < several; number++) {
      double ahead = 0;
      for (int place = 0; place < criteria; place++)
        ahead += drawn[place] * (least[number][place] + model->luck[sample] * more[number][place]);
      if (ahead > 1e-7 * total)
        is_lost = 1;
      else if (ahead >= -1e-7 * total)
        is_near = 1;
    }
    if (is_near && !is_lost) return -1;
    found += is_lost;
  }
  return found;
}

/* Find the rivals that would have the leader's points if unknown cells decided so: its own at
   their worst, theirs at their best. A leader and a rival without unknown cells do not count. */
int32_t overlapping(const Model *model, const Sums *sums, int32_t leader) {
  double ends[2][OPTIONS] = {{0}};
  int unknown[OPTIONS] = {0};
  int32_t found = 0;
  for (int place = 0; place < model->criteria; place++) {
    const double *worst = sums->values[WORST][place], *best = sums->values[BEST][place];
    for (int option = 0; option < OPTIONS; option++) {
      ends[0][option] += sums->shares[place] * worst[option];
      ends[1][option] += sums->shares[place] * best[option];
      unknown[option] |= worst[option] != best[option];
    }
  }
  for (int option = 0; option < model->options; option++) {
    int is_unknown = unknown[leader] || unknown[option];
    if (option != leader && is_unknown && ends[1][option] >= ends[0][leader]) found |= 1 << option;
  }
  return found;
}

void find_losses(const Model *model, const Sums *sums, int option, int rival, double limit,
                 uint8_t found[EDGES]) {
  double worst[EDGES];
  int size = 0;
  memset(found, NONE, EDGES);
  for (int place = 0; place < model->criteria; place++) {
    double share = sums->shares[place], whole = sums->whole[place];
    for (int row = model->rows[place]; row < model->rows[place + 1]; row++) {
      const double *cells = model->cells[sums->accepts][POINTS][row];
      double gap = cells[option] - cells[rival];
      if (gap >= 0 || sums->counts[row] == 0) continue;
      double loss = share * sums->counts[row] / whole * gap;
      if (loss > limit) continue;
      int at = size;
      while (at > 0 && (loss < worst[at - 1] ||
                        (loss == worst[at - 1] && model->order[row] < model->order[found[at - 1]])))
        at--;
      if (at == EDGES) continue;
      if (size < EDGES) size++;
      for (int behind = size - 1; behind > at; behind--) {
        worst[behind] = worst[behind - 1];
        found[behind] = found[behind - 1];
      }
      worst[at] = loss;
      found[at] = (uint8_t)row;
    }
  }
}

/* Find what each option loses to the leader, and for the leader what the second loses to it. */
void edges(const Model *model, const Sums *sums, int32_t leader, int32_t second, double limit,
           uint8_t found[][EDGES]) {
  for (int option = 0; option < model->options; option++)
    find_losses(model, sums, option == leader ? second : option, leader, limit, found[option]);
}
