/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-patient-file.h"

#include "cuff-number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LIST_MAX 8

/* In a script 0 stands for what is usual; SHARE keeps a 0 that somebody has said, as -1. */
typedef enum { KIND_DOUBLE, KIND_SHARE, KIND_UNSIGNED, KIND_LIST } FieldKind;

typedef struct {
  const char *name;
  FieldKind kind;
  double low, high;
  size_t offset, offset_count; /* the count of a list */
} Field;

#define DOUBLE(name, low, high)                                                                    \
  {                                                                                                \
#name, KIND_DOUBLE, low, high, offsetof(CuffPatientScript, name), 0                            \
  }
#define SHARE(name, low, high)                                                                     \
  {                                                                                                \
#name, KIND_SHARE, low, high, offsetof(CuffPatientScript, name), 0                             \
  }
#define UNSIGNED(key, low, high, member)                                                           \
  {                                                                                                \
    key, KIND_UNSIGNED, low, high, offsetof (CuffPatientScript, member), 0                         \
  }
#define LIST(key, member, count)                                                                   \
  {                                                                                                \
    key, KIND_LIST, 1, 500, offsetof (CuffPatientScript, member),                                  \
        offsetof (CuffPatientScript, count)                                                        \
  }

/* The ranges are those of people, with room on both sides. */
static const Field fields[] = {
  DOUBLE (displaced_ml, 0.5, 80),
  DOUBLE (reaction_ms, 50, 2000),
  SHARE (fatigue_percent, 0, 5),
  DOUBLE (tempo_percent, 50, 200),
  DOUBLE (bumps_per_min, 0, 30),
  LIST ("skip", skipped, n_skipped),
  LIST ("add", added, n_added),
  UNSIGNED ("sets", 0, 20, autonomous_sets),
  UNSIGNED ("reps", 1, 100, autonomous_reps),
  UNSIGNED ("delay_ms", 0, 600000, autonomous_delay_ms),
  UNSIGNED ("rest_ms", 1000, 600000, autonomous_rest_ms),
  UNSIGNED ("contract_ms", 200, 20000, contract_ms),
  UNSIGNED ("hold_ms", 1, 60000, hold_ms),
  UNSIGNED ("relax_ms", 200, 20000, relax_ms),
};

#define N_FIELDS (sizeof fields / sizeof fields[0])

typedef struct {
  const char *start;
  size_t n_chars;
} Word;

static Word
trimmed (const char *start, const char *end)
{
  while (start < end && strchr (" \t\r", *start) != NULL)
    start++;
  while (end > start && strchr (" \t\r", end[-1]) != NULL)
    end--;
  return (Word){ start, (size_t) (end - start) };
}

static void
copy_word (Word word, char *out, size_t room)
{
  snprintf (out, room, "%.*s", (int) (word.n_chars < room ? word.n_chars : room - 1), word.start);
}

static const Field *
find_field (Word key)
{
  for (size_t i = 0; i < N_FIELDS; i++)
    if (strlen (fields[i].name) == key.n_chars
        && strncmp (fields[i].name, key.start, key.n_chars) == 0)
      return &fields[i];
  return NULL;
}

static bool
take_number (const Field *field, Word word, double *number)
{
  return cuff_number_parse (word.start, word.n_chars, number) && *number >= field->low
         && *number <= field->high && (field->kind <= KIND_SHARE || *number == floor (*number));
}

static bool
take_list (const Field *field, Word word, CuffPatientScript *script)
{
  unsigned *list = (unsigned *) (void *) ((char *) script + field->offset);
  unsigned *count = (unsigned *) (void *) ((char *) script + field->offset_count);
  const char *end = word.start + word.n_chars;

  *count = 0;
  for (const char *place = word.start; place <= end;) {
    const char *comma = memchr (place, ',', (size_t) (end - place));
    const char *stop = comma != NULL ? comma : end;
    double number;
    if (*count == LIST_MAX || !take_number (field, trimmed (place, stop), &number))
      return false;
    list[(*count)++] = (unsigned) number;
    place = stop + 1;
  }
  return true;
}

static bool
take_value (const Field *field, Word word, CuffPatientScript *script)
{
  void *place = (char *) script + field->offset;
  double number;

  if (field->kind == KIND_LIST)
    return take_list (field, word, script);
  if (!take_number (field, word, &number))
    return false;
  if (field->kind == KIND_UNSIGNED)
    *(unsigned *) place = (unsigned) number;
  else
    *(double *) place = field->kind == KIND_SHARE && !(number > 0) ? -1 : number;
  return true;
}

static bool
fail (CuffPatientFileError *error, CuffPatientFileResult result)
{
  error->result = result;
  return false;
}

static bool
take_line (const char *start, const char *end, CuffPatientScript *script, bool *seen,
           CuffPatientFileError *error)
{
  const char *comment = memchr (start, '#', (size_t) (end - start));
  Word line = trimmed (start, comment != NULL ? comment : end);
  if (line.n_chars == 0)
    return true;

  const char *equals = memchr (line.start, '=', line.n_chars);
  Word key = trimmed (line.start, equals != NULL ? equals : line.start + line.n_chars);
  copy_word (key, error->field, sizeof error->field);
  if (equals == NULL)
    return fail (error, CUFF_PATIENT_FILE_NO_EQUALS);
  Word value = trimmed (equals + 1, line.start + line.n_chars);
  copy_word (value, error->value, sizeof error->value);

  const Field *field = find_field (key);
  if (field == NULL)
    return fail (error, CUFF_PATIENT_FILE_NO_FIELD);
  error->low = field->low;
  error->high = field->high;
  error->most = field->kind == KIND_LIST ? LIST_MAX : 1;
  if (seen[field - fields])
    return fail (error, CUFF_PATIENT_FILE_TWICE);
  seen[field - fields] = true;
  return take_value (field, value, script) || fail (error, CUFF_PATIENT_FILE_RANGE);
}

bool
cuff_patient_file_parse (const char *text, CuffPatientScript *script, CuffPatientFileError *error)
{
  CuffPatientScript found = *script;
  bool seen[N_FIELDS] = { false };

  *error = (CuffPatientFileError){ .result = CUFF_PATIENT_FILE_OK };
  for (const char *start = text; *start != '\0';) {
    const char *end = start + strcspn (start, "\n");
    error->line++;
    if (!take_line (start, end, &found, seen, error))
      return false;
    start = *end == '\n' ? end + 1 : end;
  }
  *script = found;
  return true;
}
