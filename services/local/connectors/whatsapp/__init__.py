"""WhatsApp Business Cloud API: what we ask, how, and a twin that keeps its rules."""
