/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-page.h"

#include "ebb-widgets.h"

typedef struct {
  char *title, *subtitle; /* owned */
  gboolean can_go_back;
} EbbPagePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (EbbPage, ebb_page, ADW_TYPE_BIN)

static guint title_changed_signal;

static gboolean
leave_always (EbbPage *page)
{
  return TRUE;
}

static void
ebb_page_finalize (GObject *object)
{
  EbbPagePrivate *priv = ebb_page_get_instance_private (EBB_PAGE (object));
  g_free (priv->title);
  g_free (priv->subtitle);
  G_OBJECT_CLASS (ebb_page_parent_class)->finalize (object);
}

static void
ebb_page_class_init (EbbPageClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ebb_page_finalize;
  class->leave = leave_always;
  class->may_look_past = TRUE;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "page");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
  title_changed_signal = g_signal_new ("title-changed", EBB_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
ebb_page_init (EbbPage *page)
{
  EbbPagePrivate *priv = ebb_page_get_instance_private (page);
  priv->can_go_back = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (page), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (page), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (page), TRUE);
}

static gboolean
replace (char **text, const char *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return FALSE;
  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

void
ebb_page_set_title (EbbPage *page, const char *title, const char *subtitle)
{
  g_return_if_fail (EBB_IS_PAGE (page));
  EbbPagePrivate *priv = ebb_page_get_instance_private (page);
  gboolean title_changed = replace (&priv->title, title);
  gboolean subtitle_changed = replace (&priv->subtitle, subtitle);
  if (title_changed)
    ebb_widget_set_accessible (GTK_WIDGET (page), title, NULL);
  if (title_changed || subtitle_changed)
    g_signal_emit (page, title_changed_signal, 0);
}

const char *
ebb_page_get_title (EbbPage *page)
{
  EbbPagePrivate *priv = ebb_page_get_instance_private (page);
  return priv->title ? priv->title : "";
}

const char *
ebb_page_get_subtitle (EbbPage *page)
{
  EbbPagePrivate *priv = ebb_page_get_instance_private (page);
  return priv->subtitle ? priv->subtitle : "";
}

void
ebb_page_set_can_go_back (EbbPage *page, gboolean can)
{
  g_return_if_fail (EBB_IS_PAGE (page));
  EbbPagePrivate *priv = ebb_page_get_instance_private (page);
  if (priv->can_go_back == can)
    return;
  priv->can_go_back = can;
  g_signal_emit (page, title_changed_signal, 0);
}

gboolean
ebb_page_get_can_go_back (EbbPage *page)
{
  EbbPagePrivate *priv = ebb_page_get_instance_private (page);
  return priv->can_go_back;
}

gboolean
ebb_page_leave (EbbPage *page)
{
  return EBB_PAGE_GET_CLASS (page)->leave (page);
}

gboolean
ebb_page_may_look_past (EbbPage *page)
{
  return EBB_PAGE_GET_CLASS (page)->may_look_past;
}
