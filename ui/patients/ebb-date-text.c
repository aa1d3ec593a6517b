/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-date-text.h"

#include "ebb-format.h"

#include <langinfo.h>
#include <string.h>

#define ISO_LENGTH        10
#define TOKENS_MAX        3
#define MONTH_LETTERS_MIN 3

typedef struct {
  guint number; /* 0 = it is a word */
  guint digits;
  char *word; /* owned: casefolded */
} Token;

typedef struct {
  Token at[TOKENS_MAX];
  guint n;
  gboolean slash, too_many;
} Tokens;

static void
tokens_clear (Tokens *tokens)
{
  for (guint i = 0; i < tokens->n; i++)
    g_free (tokens->at[i].word);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tokens, tokens_clear)

/* "2nd of June": what is said, not what is meant. */
static gboolean
is_filler (const char *word)
{
  static const char *const fillers[] = { "st", "nd", "rd", "th", "of", "de", NULL };

  return g_strv_contains (fillers, word);
}

static void
add_token (Tokens *tokens, const char *from, const char *to, gboolean digits)
{
  g_autofree char *part = g_strndup (from, (gsize) (to - from));
  g_autofree char *folded = g_utf8_casefold (part, -1);

  if (!digits && is_filler (folded))
    return;
  if (tokens->n == TOKENS_MAX) {
    tokens->too_many = TRUE;
    return;
  }
  tokens->at[tokens->n++] = (Token){
    .number = digits ? (guint) g_ascii_strtoull (part, NULL, 10) : 0,
    .digits = digits ? (guint) strlen (part) : 0,
    .word = digits ? NULL : g_steal_pointer (&folded),
  };
}

static void
cut (const char *text, Tokens *tokens)
{
  const char *at = text;

  while (*at != '\0') {
    const char *from = at;
    gboolean digits = g_ascii_isdigit (*at);

    if (!digits && !g_unichar_isalpha (g_utf8_get_char (at))) {
      tokens->slash = tokens->slash || *at == '/';
      at = g_utf8_next_char (at);
      continue;
    }
    while (*at != '\0'
           && (digits ? g_ascii_isdigit (*at) : g_unichar_isalpha (g_utf8_get_char (at))))
      at = g_utf8_next_char (at);
    add_token (tokens, from, at, digits);
  }
}

static gboolean
begins_month (const char *month, const char *word)
{
  g_autofree char *folded = g_utf8_casefold (month, -1);

  return g_str_has_prefix (folded, word);
}

/* 0 when it is none, or could be two ("jui" in French). */
static guint
month_of (const char *word)
{
  static const char *const english[] = { "January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December" };
  static const nl_item here[] = { MON_1, MON_2, MON_3, MON_4,  MON_5,  MON_6,
                                  MON_7, MON_8, MON_9, MON_10, MON_11, MON_12 };

  guint found = 0;

  if (g_utf8_strlen (word, -1) < MONTH_LETTERS_MIN)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (english); i++) {
    const char *local = nl_langinfo (here[i]);

    if (!begins_month (english[i], word)
        && !(g_utf8_validate (local, -1, NULL) && begins_month (local, word)))
      continue;
    if (found != 0)
      return 0;
    found = i + 1;
  }
  return found;
}

static char *
make (guint year, guint month, guint day)
{
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year) || year < 1000)
    return NULL;
  return g_strdup_printf ("%04u-%02u-%02u", year, month, day);
}

/* A word is the month; of the two numbers the one of four digits is the year. */
static char *
from_named_month (const Tokens *tokens, guint word)
{
  const Token *first = &tokens->at[word == 0 ? 1 : 0];
  const Token *second = &tokens->at[word == 2 ? 1 : 2];
  guint month = month_of (tokens->at[word].word);

  if (month == 0 || first->word != NULL || second->word != NULL)
    return NULL;
  if (first->digits == 4 && second->digits <= 2)
    return make (first->number, month, second->number);
  if (second->digits == 4 && first->digits <= 2)
    return make (second->number, month, first->number);
  return NULL;
}

static char *
from_day_month (guint first, guint second, guint year, gboolean month_first)
{
  char *iso = month_first ? make (year, first, second) : make (year, second, first);

  /* 25/12 can only be read one way. */
  if (iso == NULL)
    iso = month_first ? make (year, second, first) : make (year, first, second);
  return iso;
}

static char *
from_numbers (const Tokens *tokens, gboolean month_first)
{
  const Token *at = tokens->at;

  if (at[0].digits == 4 && at[1].digits <= 2 && at[2].digits <= 2)
    return make (at[0].number, at[1].number, at[2].number);
  if (at[2].digits != 4 || at[0].digits > 2 || at[1].digits > 2)
    return NULL;
  /* Dots and dashes are written day first everywhere; a slash is the locale's. */
  return from_day_month (at[0].number, at[1].number, at[2].number, tokens->slash && month_first);
}

static char *
from_one_number (const Token *token)
{
  if (token->digits != 8)
    return NULL;
  return make (token->number / 10000, token->number / 100 % 100, token->number % 100);
}

char *
ebb_date_from_text (const char *text, gboolean month_first)
{
  g_auto (Tokens) tokens = { 0 };

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  cut (text, &tokens);
  if (tokens.n == 1 && tokens.at[0].word == NULL && !tokens.too_many)
    return from_one_number (&tokens.at[0]);
  if (tokens.n != TOKENS_MAX || tokens.too_many)
    return NULL;
  for (guint i = 0; i < TOKENS_MAX; i++)
    if (tokens.at[i].word != NULL)
      return from_named_month (&tokens, i);
  return from_numbers (&tokens, month_first);
}

gboolean
ebb_date_is_month_first (void)
{
  const char *format = nl_langinfo (D_FMT);
  const char *month = strpbrk (format, "mbBD");
  const char *day = strpbrk (format, "deDF");

  /* %D is the month first; %F begins with the year, which says nothing about "2/6". */
  return month != NULL && day != NULL && month <= day;
}

char *
ebb_date_of_moment (gint64 unix_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (unix_us / G_USEC_PER_SEC);

  return g_date_time_format (at, "%Y-%m-%d");
}

static guint32
julian_of (const char *iso)
{
  g_autofree char *checked = ebb_date_from_text (iso, FALSE);
  GDate date;

  if (checked == NULL)
    return 0;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_ascii_strtoull (checked + 8, NULL, 10),
                  (GDateMonth) g_ascii_strtoull (checked + 5, NULL, 10),
                  (GDateYear) g_ascii_strtoull (checked, NULL, 10));
  return g_date_get_julian (&date);
}

int
ebb_date_days_between (const char *from, const char *to)
{
  guint32 first = julian_of (from);
  guint32 last = julian_of (to);

  return first == 0 || last == 0 ? 0 : (int) last - (int) first;
}

char *
ebb_dates_in_words (const char *text)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (const char *at = text; at != NULL && *at != '\0';) {
    g_autofree char *day = g_strndup (at, ISO_LENGTH);

    if (strlen (day) == ISO_LENGTH && g_ascii_isdigit (day[0]) && day[4] == '-' && day[7] == '-') {
      g_autofree char *shown = ebb_format_date_short (day);

      g_string_append (words, shown);
      at += ISO_LENGTH;
      continue;
    }
    g_string_append_c (words, *at++);
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}
