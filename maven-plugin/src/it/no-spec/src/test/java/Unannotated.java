class Unannotated {}
