//! The model file: weights of features, of steps between tags, and the vocabulary, read where they lie.
