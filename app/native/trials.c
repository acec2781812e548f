/* Which answers more would change the winner. */

#include "model.h"

/* Tell the answers among some, as bits, with which a rival would be ahead of the winner; then
   those with which it would be so near, in points of score, that rounding decides. */
static void overtaking(const Model *model, const Sums *sums, const uint64_t among[2], int winner,
                       int rival, double near, uint64_t ahead[2], uint64_t unclear[2]) {
  const double *weights = sums->weights;
  double gaps[2][ROWS], sum[2][CRITERIA], now[CRITERIA], lead = 0, total = 0;
  for (int place = 0; place < model->criteria; place++) {
    for (int accepts = 0; accepts < 2; accepts++) {
      double parts = 0;
      for (int row = model->rows[place]; row < model->rows[place + 1]; row++) {
        const double *cells = model->cells[accepts][POINTS][row];
        gaps[accepts][row] = cells[winner] - cells[rival];
        parts += sums->counts[row] * gaps[accepts][row];
      }
      sum[accepts][place] = parts;
    }
    now[place] = sum[sums->accepts][place] / sums->whole[place];
    lead += weights[place] * now[place];
    total += weights[place];
  }
  for (int answer = 0; answer < model->answers; answer++) {
    uint64_t bit = (uint64_t)1 << answer % 64;
    double own = lead, all = total;
    const Touch *end = model->touches + model->touched[answer + 1];
    if (!(among[answer / 64] & bit)) continue;
    for (const Touch *touch = model->touches + model->touched[answer]; touch < end; touch++) {
      int place = touch->criterion, accepts = touch->accepts || sums->accepts;
      double points = sums->fixed >> place & 1 ? 0 : touch->points;
      double mean = sum[accepts][place], whole = sums->whole[place];
      for (int number = touch->first; number < touch->end; number++) {
        const Emphasis *one = model->emphases + number;
        double more = one->factor - sums->counts[one->row];
        if (more > 0) {
          mean += more * gaps[accepts][one->row];
          whole += more;
        }
      }
      mean /= whole;
      own += weights[place] * (mean - now[place]) + points * mean;
      all += points;
    }
    /* Of less than a point in all, rounding can make anything. */
    if (total >= 1 && own < -near * all)
      ahead[answer / 64] |= bit;
    else if (total < 1 || own <= near * all)
      unclear[answer / 64] |= bit;
  }
}

/* Try each answer among some beside those that are used; tell as bits those that change the
   winner, then those of which only a ranking could tell. winner is -1 where nothing fits. */
void changing(const Model *model, const Sums *sums, const uint64_t among[2], int32_t winner,
              double near, uint64_t found[4]) {
  uint64_t ahead[OPTIONS][2] = {{0}}, unclear[OPTIONS][2] = {{0}};
  int32_t screened[2][PAID] = {{0}}, everyone = (1 << model->options) - 1, known = 0;
  for (int answer = 0; answer < model->answers; answer++) {
    if (!(sums->used[answer / 64] >> answer % 64 & 1)) continue;
    for (int verdict = 0; verdict < 2; verdict++)
      for (int way = 0; way < PAID; way++)
        screened[verdict][way] |= model->screened[verdict][way][answer];
  }
  for (int answer = 0; answer < model->answers; answer++) {
    int word = answer / 64, way = model->paying[answer] ? model->paying[answer] : sums->paid;
    uint64_t bit = (uint64_t)1 << answer % 64;
    if (!(among[word] & bit)) continue;
    int32_t checking = screened[0][way] | model->screened[0][way][answer];
    int32_t fitting = everyone & ~(screened[1][way] | model->screened[1][way][answer]);
    int32_t contenders = fitting & ~checking ? fitting & ~checking : fitting;
    int is_changed = winner < 0 ? fitting != 0 : !(contenders >> winner & 1), is_unclear = 0;
    if (model->paying[answer] && sums->paid) {
      is_changed = 0;
      is_unclear = 1;
    } else if (winner >= 0 && !is_changed) {
      for (int rival = 0; rival < model->options && !is_changed; rival++) {
        if (rival == winner || !(contenders >> rival & 1)) continue;
        if (!(known >> rival & 1))
          overtaking(model, sums, among, winner, rival, near, ahead[rival], unclear[rival]);
        known |= 1 << rival;
        is_changed = (ahead[rival][word] & bit) != 0;
        is_unclear |= (unclear[rival][word] & bit) != 0;
      }
    }
    if (is_changed)
      found[word] |= bit;
    else if (is_unclear)
      found[2 + word] |= bit;
  }
}
