"""What readers read, a catalogue a language: words, numbers, names, reasons by key, sentences."""
