/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-place.h"

struct _EbbPlace {
  GtkWidget *scroller; /* borrowed */
  GtkAdjustment *at;   /* borrowed, of the scroller */
  GHashTable *tabs;    /* name -> double *: where each was left */
  double px;           /* where the person was */
  char *focus;         /* what had the focus, as find_focus() knows it again; NULL = nothing */
  gboolean wanted;     /* both are to be had again */
  gboolean moving;     /* by this file, not by the person */
  GtkRoot *root;       /* borrowed while the scroller hangs on it */
};

/* --- A button by what it does ------------------------------------------------------------- */

static char *
describe (GtkWidget *widget)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;
  const char *action = NULL;
  g_autofree char *target = NULL;

  if (GTK_IS_ACTIONABLE (widget)) {
    GVariant *value = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget));
    action = gtk_actionable_get_action_name (GTK_ACTIONABLE (widget));
    target = value != NULL ? g_variant_print (value, FALSE) : NULL;
  }
  return g_strdup_printf ("%s %s %s %s", G_OBJECT_TYPE_NAME (widget), action != NULL ? action : "",
                          target != NULL ? target : "", label != NULL ? label : "");
}

typedef struct {
  const char *description;
  guint n_before;          /* of the same description */
  const GtkWidget *wanted; /* NULL = the one with `left` others before it */
  guint left;
} Search;

/* In the order of the page; NULL = not below `root`. */
static GtkWidget *
search (GtkWidget *root, Search *of)
{
  if (gtk_widget_get_focusable (root)) {
    g_autofree char *description = describe (root);

    if (g_str_equal (description, of->description)) {
      if (of->wanted != NULL ? of->wanted == root : of->n_before == of->left)
        return root;
      of->n_before++;
    }
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = gtk_widget_get_visible (child) ? search (child, of) : NULL;

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* "GtkButton patient.screen  Screen now\n0": the first of that kind. */
static char *
name_focus (EbbPlace *place, GtkWidget *focus)
{
  g_autofree char *description = describe (focus);
  Search of = { .description = description, .wanted = focus };

  if (search (place->scroller, &of) == NULL)
    return NULL;
  return g_strdup_printf ("%s\n%u", description, of.n_before);
}

static GtkWidget *
find_focus (EbbPlace *place)
{
  g_auto (GStrv) parts = g_strsplit (place->focus, "\n", 2);
  Search of = { .description = parts[0] };

  of.left = (guint) g_ascii_strtoull (parts[1], NULL, 10);
  return search (place->scroller, &of);
}

/* --- What the person does ------------------------------------------------------------------ */

static void
on_focus (EbbPlace *place)
{
  GtkWidget *focus = gtk_root_get_focus (place->root);

  if (focus == NULL || place->wanted || !gtk_widget_get_mapped (place->scroller))
    return;
  g_free (place->focus);
  place->focus = gtk_widget_is_ancestor (focus, place->scroller) ? name_focus (place, focus) : NULL;
}

static void
on_scrolled (EbbPlace *place)
{
  if (!place->wanted && !place->moving && gtk_widget_get_mapped (place->scroller))
    place->px = gtk_adjustment_get_value (place->at);
}

/* A key, a finger or a wheel: from here on it is the person's place again. */
static void
on_person (EbbPlace *place)
{
  if (!place->wanted)
    return;
  place->wanted = FALSE;
  on_scrolled (place);
}

static void
watch_person (EbbPlace *place)
{
  GtkEventController *const controllers[] = {
    gtk_event_controller_key_new (), GTK_EVENT_CONTROLLER (gtk_gesture_click_new ()),
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES)
  };
  static const char *const signals[] = { "key-pressed", "pressed", "scroll" };

  for (gsize i = 0; i < G_N_ELEMENTS (controllers); i++) {
    gtk_event_controller_set_propagation_phase (controllers[i], GTK_PHASE_CAPTURE);
    g_signal_connect_swapped (controllers[i], signals[i], G_CALLBACK (on_person), place);
    gtk_widget_add_controller (place->scroller, controllers[i]);
  }
}

/* --- Having it again ------------------------------------------------------------------------ */

static void
scroll (EbbPlace *place)
{
  if (!place->wanted)
    return;
  place->moving = TRUE;
  gtk_adjustment_set_value (place->at, place->px);
  place->moving = FALSE;
}

void
ebb_place_keep (EbbPlace *place)
{
  place->wanted = TRUE;
}

/* Whoever types elsewhere by now keeps typing there. */
static gboolean
is_free (EbbPlace *place)
{
  GtkWidget *now = place->root != NULL ? gtk_root_get_focus (place->root) : NULL;

  return now == NULL || !gtk_widget_get_mapped (now)
         || gtk_widget_is_ancestor (now, place->scroller);
}

void
ebb_place_take_up (EbbPlace *place)
{
  GtkWidget *focus;

  if (!place->wanted || !gtk_widget_get_mapped (place->scroller))
    return;
  focus = place->focus != NULL && is_free (place) ? find_focus (place) : NULL;
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
  scroll (place);
}

void
ebb_place_forget (EbbPlace *place)
{
  g_hash_table_remove_all (place->tabs);
  g_clear_pointer (&place->focus, g_free);
  place->px = 0;
  place->wanted = TRUE;
  scroll (place);
}

void
ebb_place_turn (EbbPlace *place, const char *from, const char *to, double first_px)
{
  const double *seen = g_hash_table_lookup (place->tabs, to);
  double px = seen != NULL ? *seen : MIN (place->px, first_px);

  g_hash_table_insert (place->tabs, g_strdup (from), g_memdup2 (&place->px, sizeof place->px));
  place->px = px;
  place->wanted = TRUE;
  scroll (place);
}

/* --- Life ------------------------------------------------------------------------------------ */

static void
on_root (EbbPlace *place)
{
  if (place->root != NULL)
    g_signal_handlers_disconnect_by_data (place->root, place);
  place->root = gtk_widget_get_root (place->scroller);
  if (place->root != NULL)
    g_signal_connect_swapped (place->root, "notify::focus-widget", G_CALLBACK (on_focus), place);
}

EbbPlace *
ebb_place_new (GtkWidget *scroller)
{
  EbbPlace *place = g_new0 (EbbPlace, 1);

  place->scroller = scroller;
  place->at = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  place->tabs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_signal_connect_swapped (place->at, "changed", G_CALLBACK (scroll), place);
  g_signal_connect_swapped (place->at, "value-changed", G_CALLBACK (on_scrolled), place);
  g_signal_connect_swapped (scroller, "notify::root", G_CALLBACK (on_root), place);
  g_signal_connect_swapped (scroller, "unmap", G_CALLBACK (ebb_place_keep), place);
  watch_person (place);
  on_root (place);
  return place;
}

void
ebb_place_free (EbbPlace *place)
{
  if (place == NULL)
    return;
  if (place->root != NULL)
    g_signal_handlers_disconnect_by_data (place->root, place);
  g_signal_handlers_disconnect_by_data (place->at, place);
  g_signal_handlers_disconnect_by_data (place->scroller, place);
  g_hash_table_unref (place->tabs);
  g_free (place->focus);
  g_free (place);
}
