/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-player-private.h"

#define BUFFER_US     80000 /* of the device: what was begun is cut off within it */
#define LOUDNESS_MIN  0.7   /* of this program's own stream */
#define OWN_DEVICE    "autoaudiosink"
#define NO_DEVICE     "fakesink" /* what stands in for one there */
#define SAMPLE_FORMAT (G_BYTE_ORDER == G_LITTLE_ENDIAN ? "S16LE" : "S16BE")

struct _EbbSoundLine {
  GstElement *pipeline, *source; /* owned */
  EbbSoundEars ears;
};

static void
on_need_data_cb (GstElement *source, guint n_bytes, EbbSoundLine *line)
{
  line->ears.hungry (line->ears.user);
}

/* On whatever thread it was said; nobody else reads these messages, so that none pile up. */
static GstBusSyncReply
on_message (GstBus *bus, GstMessage *message, gpointer user)
{
  EbbSoundLine *line = user;
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    line->ears.failed (line->ears.user);
  return GST_BUS_DROP;
}

/* The device's own element, whatever was chosen.  Full reference or NULL. */
static GstElement *
find_device (EbbSoundLine *line)
{
  GstElement *found = NULL;
  GValue value = G_VALUE_INIT;
  GstIterator *sinks = gst_bin_iterate_recurse (GST_BIN (line->pipeline));
  while (found == NULL && gst_iterator_next (sinks, &value) == GST_ITERATOR_OK) {
    GstElement *element = g_value_get_object (&value);
    if (GST_OBJECT_FLAG_IS_SET (element, GST_ELEMENT_FLAG_SINK) && !GST_IS_BIN (element))
      found = gst_object_ref (element);
    g_value_reset (&value);
  }
  if (G_IS_VALUE (&value))
    g_value_unset (&value);
  gst_iterator_free (sinks);
  return found;
}

static gboolean
has (gpointer object, const char *property)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (object), property) != NULL;
}

static gboolean
is_stand_in (GstElement *device)
{
  GstElementFactory *factory = gst_element_get_factory (device);
  return factory != NULL && g_strcmp0 (GST_OBJECT_NAME (factory), NO_DEVICE) == 0;
}

static gboolean
start (EbbSoundLine *line, gboolean own_device)
{
  if (gst_element_set_state (line->pipeline, GST_STATE_READY) == GST_STATE_CHANGE_FAILURE)
    return FALSE;
  g_autoptr (GstElement) device = find_device (line);
  if (device == NULL || (own_device && is_stand_in (device)))
    return FALSE;
  if (has (device, "buffer-time"))
    g_object_set (device, "buffer-time", (gint64) BUFFER_US, NULL);
  return gst_element_set_state (line->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE;
}

static void
listen (EbbSoundLine *line)
{
  g_autoptr (GstCaps) caps = gst_caps_new_simple (
      "audio/x-raw", "format", G_TYPE_STRING, SAMPLE_FORMAT, "layout", G_TYPE_STRING, "interleaved",
      "rate", G_TYPE_INT, EBB_TONE_HZ, "channels", G_TYPE_INT, 1, NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (line->pipeline);
  g_object_set (line->source, "caps", caps, NULL);
  g_signal_connect (line->source, "need-data", G_CALLBACK (on_need_data_cb), line);
  gst_bus_set_sync_handler (bus, on_message, line, NULL);
}

EbbSoundLine *
ebb_sound_line_open (const char *sink, const EbbSoundEars *ears)
{
  if (!gst_init_check (NULL, NULL, NULL))
    return NULL;
  g_autofree char *words = g_strconcat ("appsrc name=source format=time ! audioconvert"
                                        " ! audioresample ! ",
                                        sink ? sink : OWN_DEVICE, NULL);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (words, &error);
  if (error != NULL) { /* a part of the sound library is not installed */
    g_clear_pointer (&pipeline, gst_object_unref);
    return NULL;
  }
  EbbSoundLine *line = g_new0 (EbbSoundLine, 1);
  line->ears = *ears;
  line->pipeline = pipeline;
  line->source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  listen (line);
  if (!start (line, sink == NULL))
    g_clear_pointer (&line, ebb_sound_line_close);
  return line;
}

void
ebb_sound_line_close (EbbSoundLine *line)
{
  gst_element_set_state (line->pipeline, GST_STATE_NULL);
  gst_object_unref (line->source);
  gst_object_unref (line->pipeline);
  g_free (line);
}

/* Without a time of its own a stretch is played as soon as the one before it is over. */
gboolean
ebb_sound_line_push (EbbSoundLine *line, const gint16 *samples, guint n)
{
  GstFlowReturn flow = GST_FLOW_ERROR;
  GstBuffer *buffer = gst_buffer_new_memdup (samples, n * sizeof *samples);
  g_signal_emit_by_name (line->source, "push-buffer", buffer, &flow);
  gst_buffer_unref (buffer);
  return flow == GST_FLOW_OK;
}

void
ebb_sound_line_make_loud (EbbSoundLine *line)
{
  g_autoptr (GstElement) device = find_device (line);
  gdouble volume = 1;
  if (device == NULL)
    return;
  if (has (device, "mute"))
    g_object_set (device, "mute", FALSE, NULL);
  if (has (device, "volume"))
    g_object_get (device, "volume", &volume, NULL);
  if (volume < LOUDNESS_MIN)
    g_object_set (device, "volume", LOUDNESS_MIN, NULL);
}
