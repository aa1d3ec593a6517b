/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-stepper.h"

#include "ebb-number-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH_CHARS 5

struct _EbbStepper {
  GtkWidget parent_instance;
  GtkWidget *box, *entry, *unit; /* box is the child */
  char *name;                    /* owned */
  EbbStepperRange range;         /* texts are not kept */
  gboolean setting;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbStepper, ebb_stepper, GTK_TYPE_WIDGET)

static char *
to_text (EbbStepper *self, double value)
{
  char *text;

  if (isnan (value))
    return g_strdup ("");
  text = g_strdup_printf ("%.*f", (int) self->range.digits, value);
  /* The shortest form of it: "112", not "112.0". */
  if (self->range.digits > 0)
    while (g_str_has_suffix (text, "0"))
      text[strlen (text) - 1] = '\0';
  if (strlen (text) > 0 && !g_ascii_isdigit (text[strlen (text) - 1]))
    text[strlen (text) - 1] = '\0';
  return text;
}

double
ebb_stepper_get_value (EbbStepper *self)
{
  g_return_val_if_fail (EBB_IS_STEPPER (self), NAN);

  return ebb_number_from_text (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

void
ebb_stepper_set_value (EbbStepper *self, double value)
{
  g_autofree char *text = NULL;
  double shown;

  g_return_if_fail (EBB_IS_STEPPER (self));

  shown = ebb_stepper_get_value (self);
  if ((isnan (value) && isnan (shown)) || fabs (shown - value) < 1e-6)
    return;
  text = to_text (self, value);
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->setting = FALSE;
}

void
ebb_stepper_set_step (EbbStepper *self, double step)
{
  g_return_if_fail (EBB_IS_STEPPER (self) && step > 0);

  self->range.step = step;
}

void
ebb_stepper_set_unit (EbbStepper *self, const char *unit)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (EBB_IS_STEPPER (self) && unit != NULL);

  if (!ebb_label_update (self->unit, unit))
    return;
  spoken = *unit != '\0' ? g_strdup_printf ("%s (%s)", self->name, unit) : g_strdup (self->name);
  ebb_widget_set_accessible (self->entry, spoken, NULL);
  gtk_widget_set_visible (self->unit, *unit != '\0');
}

static void
on_text (EbbStepper *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* To the next whole step in that direction: 57 goes to 60 and to 55. */
static void
step_by (EbbStepper *self, int direction)
{
  double value = ebb_stepper_get_value (self);
  double step = self->range.step;
  double next;

  if (isnan (value))
    next = self->range.first;
  else
    next = direction > 0 ? (floor (value / step + 1e-6) + 1) * step
                         : (ceil (value / step - 1e-6) - 1) * step;
  next = CLAMP (next, self->range.min, self->range.max);
  ebb_stepper_set_value (self, next);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_less (EbbStepper *self)
{
  step_by (self, -1);
}

static void
on_more (EbbStepper *self)
{
  step_by (self, 1);
}

static gboolean
on_key (EbbStepper *self, guint key, guint code, GdkModifierType modifiers)
{
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  if (key != GDK_KEY_Up && key != GDK_KEY_Down)
    return FALSE;
  step_by (self, key == GDK_KEY_Up ? 1 : -1);
  return TRUE;
}

static gboolean
stepper_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (EBB_STEPPER (widget)->entry);
}

static void
stepper_dispose (GObject *object)
{
  EbbStepper *self = EBB_STEPPER (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ebb_stepper_parent_class)->dispose (object);
}

static void
stepper_finalize (GObject *object)
{
  g_free (EBB_STEPPER (object)->name);
  G_OBJECT_CLASS (ebb_stepper_parent_class)->finalize (object);
}

static void
ebb_stepper_class_init (EbbStepperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stepper_dispose;
  G_OBJECT_CLASS (klass)->finalize = stepper_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = stepper_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ebbstepper");
  signals[CHANGED] = g_signal_new ("changed", EBB_TYPE_STEPPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_button (EbbStepper *self, const char *icon, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "touch");
  gtk_widget_add_css_class (button, "stepper-button");
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static void
ebb_stepper_init (EbbStepper *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

static void
name_button (GtkWidget *button, const char *format_text, const char *name)
{
  g_autofree char *label = g_strdup_printf ("%s: %s", name, format_text);

  ebb_widget_set_accessible (button, label, NULL);
}

GtkWidget *
ebb_stepper_new (const EbbStepperRange *range)
{
  EbbStepper *self = g_object_new (EBB_TYPE_STEPPER, NULL);
  GtkWidget *less, *more;

  self->range = *range;
  self->range.name = self->range.unit = NULL;
  self->name = g_strdup (range->name);
  less = add_button (self, "list-remove-symbolic", G_CALLBACK (on_less));
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), WIDTH_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), WIDTH_CHARS);
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_entry_set_alignment (GTK_ENTRY (self->entry), 0.5f);
  gtk_widget_add_css_class (self->entry, "stepper-entry");
  ebb_widget_set_accessible (self->entry, range->name, NULL);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_text), self);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  more = add_button (self, "list-add-symbolic", G_CALLBACK (on_more));
  self->unit = gtk_label_new ("");
  gtk_widget_add_css_class (self->unit, "patient-dim");
  gtk_widget_set_visible (self->unit, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->unit);
  ebb_stepper_set_unit (self, range->unit);
  name_button (less, _ ("less"), range->name);
  name_button (more, _ ("more"), range->name);
  return GTK_WIDGET (self);
}
