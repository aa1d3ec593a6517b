/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-choice.h"

#include "ebb-flow.h"
#include "ebb-widgets.h"

#define SPACING_PX  8
#define VALUE_KEY   "ebb-choice-value"
#define CHOSEN_NONE (-1)

struct _EbbChoice {
  GtkWidget parent_instance;
  GtkWidget *columns; /* child */
  gboolean setting;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbChoice, ebb_choice, GTK_TYPE_WIDGET)

static int
value_of (GtkWidget *button)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), VALUE_KEY));
}

static GtkWidget *
find (EbbChoice *self, int value)
{
  GtkWidget *button = gtk_widget_get_first_child (self->columns);

  while (button != NULL && value_of (button) != value)
    button = gtk_widget_get_next_sibling (button);
  return button;
}

static void
on_toggled (EbbChoice *self, GtkToggleButton *button)
{
  /* Two of a group change; the one that is on now has been chosen. */
  if (!self->setting && gtk_toggle_button_get_active (button))
    g_signal_emit (self, signals[CHANGED], 0);
}

int
ebb_choice_get (EbbChoice *self)
{
  g_return_val_if_fail (EBB_IS_CHOICE (self), CHOSEN_NONE);

  for (GtkWidget *button = gtk_widget_get_first_child (self->columns); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
      return value_of (button);
  return CHOSEN_NONE;
}

void
ebb_choice_set (EbbChoice *self, int value)
{
  GtkWidget *wanted;

  g_return_if_fail (EBB_IS_CHOICE (self));

  wanted = find (self, value);
  self->setting = TRUE;
  for (GtkWidget *button = gtk_widget_get_first_child (self->columns); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), button == wanted);
  self->setting = FALSE;
}

void
ebb_choice_set_sensitive (EbbChoice *self, int value, gboolean sensitive)
{
  GtkWidget *button;

  g_return_if_fail (EBB_IS_CHOICE (self));

  button = find (self, value);
  if (button != NULL)
    gtk_widget_set_sensitive (button, sensitive);
}

void
ebb_choice_set_shown (EbbChoice *self, int value, gboolean shown)
{
  GtkWidget *button;

  g_return_if_fail (EBB_IS_CHOICE (self));

  button = find (self, value);
  if (button != NULL)
    gtk_widget_set_visible (button, shown);
}

/* "left" -> "Left"; a word with a capital of its own stays: "mmHg". */
static char *
as_title (const char *text)
{
  gunichar first = g_utf8_get_char (text);
  char upper[7] = { 0 };

  for (const char *at = text; *at != '\0' && *at != ' '; at = g_utf8_next_char (at))
    if (g_unichar_isupper (g_utf8_get_char (at)))
      return g_strdup (text);
  if (first == 0)
    return g_strdup (text);
  g_unichar_to_utf8 (g_unichar_toupper (first), upper);
  return g_strconcat (upper, g_utf8_next_char (text), NULL);
}

static GtkWidget *
make_content (const char *title, const char *detail)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = ebb_label_new (title, "choice-title", NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.5f);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  if (detail != NULL) {
    label = ebb_label_new (detail, "choice-detail", NULL);
    gtk_label_set_xalign (GTK_LABEL (label), 0.5f);
    gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

void
ebb_choice_add (EbbChoice *self, int value, const char *text, const char *detail)
{
  GtkWidget *button = gtk_toggle_button_new ();
  g_autofree char *title = as_title (text);
  GtkWidget *first;

  g_return_if_fail (EBB_IS_CHOICE (self) && value != CHOSEN_NONE);

  first = gtk_widget_get_first_child (self->columns);
  gtk_button_set_child (GTK_BUTTON (button), make_content (title, detail));
  gtk_widget_add_css_class (button, "choice");
  gtk_widget_add_css_class (button, "touch");
  ebb_widget_set_accessible (button, title, detail);
  g_object_set_data (G_OBJECT (button), VALUE_KEY, GINT_TO_POINTER (value));
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled), self);
  ebb_columns_append (EBB_COLUMNS (self->columns), button);
}

static gboolean
choice_grab_focus (GtkWidget *widget)
{
  GtkWidget *button = gtk_widget_get_first_child (EBB_CHOICE (widget)->columns);

  while (button != NULL && !gtk_widget_grab_focus (button))
    button = gtk_widget_get_next_sibling (button);
  return button != NULL;
}

static void
choice_dispose (GObject *object)
{
  EbbChoice *self = EBB_CHOICE (object);

  g_clear_pointer (&self->columns, gtk_widget_unparent);
  G_OBJECT_CLASS (ebb_choice_parent_class)->dispose (object);
}

static void
ebb_choice_class_init (EbbChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = choice_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = choice_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CHANGED] = g_signal_new ("changed", EBB_TYPE_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ebb_choice_init (EbbChoice *self)
{
}

GtkWidget *
ebb_choice_new (const char *name, guint n_max, int column_min_px)
{
  EbbChoice *self = g_object_new (EBB_TYPE_CHOICE, NULL);

  self->columns = ebb_columns_new (n_max, column_min_px, SPACING_PX);
  gtk_widget_set_parent (self->columns, GTK_WIDGET (self));
  ebb_widget_set_accessible (GTK_WIDGET (self), name, NULL);
  return GTK_WIDGET (self);
}
