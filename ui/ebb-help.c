/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-help.h"

#include <glib/gi18n-lib.h>

struct _EbbHelp {
  EbbPage parent_instance;
};

G_DEFINE_FINAL_TYPE (EbbHelp, ebb_help, EBB_TYPE_PAGE)

typedef struct {
  const char *title, *text; /* title NULL: the end */
} Topic;

static const Topic stopping[] = {
  { N_ ("Stop and deflate"),
    N_ ("The red button at the bottom, Esc, F12 and the pedal all do the same, on every page, and "
        "ask nothing. They can be pressed again at any time.") },
  { N_ ("If the screen does not answer"),
    N_ ("Press Stop on the controller, pull its plug or open the cuff by hand. Without the program "
        "the controller vents by itself within 2 seconds.") },
  { N_ ("Unknown"),
    N_ ("A cuff that cannot be seen counts as inflated. Feel it. When it is soft and off, say so "
        "with the button beside Stop: it is kept with your name.") },
  { NULL, NULL },
};

static const Topic session[] = {
  { N_ ("1. Choose the patient"),
    N_ ("Search by name, birth date or record number. Start session, or Same as last time.") },
  { N_ ("2. Check"),
    N_ ("Read the start page from top to bottom. A short puff shows which cuff moves; confirm the "
        "side.") },
  { N_ ("3. Start"), N_ ("Press and hold Start for one second. The cuff inflates to its target.") },
  { N_ ("4. Contract, hold, relax"),
    N_ ("The pacer leads, the pressure wave counts. Count and Undo correct it, End set ends a set "
        "early. In the rest the cuff stays tight.") },
  { N_ ("5. Remove the cuff"),
    N_ ("After the last set the cuff deflates and shows that it is deflated. Take it off, look at "
        "the skin, say so.") },
  { N_ ("6. Print"),
    N_ ("The record opens: ordered beside given. Print the page for the patient from there.") },
  { NULL, NULL },
};

static const Topic trouble[] = {
  { N_ ("No cuff"),
    N_ ("Press the cuff in the header. It says what is wrong and which ports there are.") },
  { N_ ("Practising"),
    N_ ("Started with --simulate, Ebb brings a simulated cuff, and says Simulated in words.") },
  { NULL, NULL },
};

static void
ebb_help_class_init (EbbHelpClass *class)
{
}

static void
ebb_help_init (EbbHelp *self)
{
}

static void
add_topics (GtkWidget *page, const char *title, const Topic *topics)
{
  GtkWidget *group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (; topics->title != NULL; topics++) {
    GtkWidget *row = adw_action_row_new ();
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (topics->title));
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (topics->text));
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  }
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
}

EbbPage *
ebb_help_new (void)
{
  EbbPage *self = g_object_new (EBB_TYPE_HELP, NULL);
  ebb_page_set_title (self, _ ("Help"), NULL);
  GtkWidget *page = adw_preferences_page_new ();
  add_topics (page, _ ("Stopping"), stopping);
  add_topics (page, _ ("A session"), session);
  add_topics (page, _ ("When something is missing"), trouble);
  adw_bin_set_child (ADW_BIN (self), page);
  return self;
}
