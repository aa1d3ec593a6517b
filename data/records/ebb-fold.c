/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-fold.h"

/* Latin letters that Unicode does not take apart, as people type them. */
static const struct {
  gunichar letter;
  const char *plain;
} spelt_out[] = {
  { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" }, { 0x00fe, "th" }, { 0x0111, "d" },
  { 0x0127, "h" },  { 0x0131, "i" }, { 0x0142, "l" }, { 0x0153, "oe" }, { 0x0167, "t" },
};

static gboolean
is_cjk (gunichar letter)
{
  switch (g_unichar_get_script (letter)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_HANGUL:
  case G_UNICODE_SCRIPT_BOPOMOFO:
    return TRUE;
  default:
    return FALSE;
  }
}

static void
append_letter (GString *word, gunichar letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spelt_out); i++)
    if (spelt_out[i].letter == letter) {
      g_string_append (word, spelt_out[i].plain);
      return;
    }

  g_string_append_unichar (word, letter);
}

static void
end_word (GPtrArray *words, GString *word)
{
  if (word->len > 0)
    g_ptr_array_add (words, g_strdup (word->str));
  g_string_truncate (word, 0);
}

char **
ebb_fold_words (const char *text)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) word = g_string_new (NULL);
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);
  g_autofree char *folded = apart != NULL ? g_utf8_casefold (apart, -1) : NULL;
  g_autofree char *again =
      folded != NULL ? g_utf8_normalize (folded, -1, G_NORMALIZE_NFKD) : g_strdup ("");

  for (const char *at = again; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (g_unichar_ismark (letter))
      continue;
    if (!g_unichar_isalnum (letter)) {
      end_word (words, word);
      continue;
    }
    if (is_cjk (letter))
      end_word (words, word);
    append_letter (word, letter);
    if (is_cjk (letter))
      end_word (words, word);
  }

  end_word (words, word);
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_steal (words, NULL);
}
