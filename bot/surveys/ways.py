"""Room: words that lead around a survey's questions, and choices that must not read like them."""

from __future__ import annotations

from bot.members import Effect, Place, understand
from bot.text import LOCALES, say
from bot.words import fold

SKIP_WORDS = ("bỏ qua", "không muốn trả lời", "skip")
BACK_WORDS = ("quay lại", "lùi", "lùi lại", "trở lại", "back")
KEEP_WORDS = ("giữ nguyên", "tiếp", "tiếp tục", "keep")
DONE_WORDS = ("xong", "hết", "đủ rồi", "done")
ANEW_WORDS = ("chọn lại",)
LATER_WORDS = (
    *("để sau", "trả lời sau", "làm sau", "tạm nghỉ", "tạm dừng", "tạm ngưng", "pause", "later"),
    *("để lúc khác", "để hôm khác", "mai trả lời tiếp", "lát nữa trả lời", "lúc khác"),
)
REST_WORDS = (
    *("nghỉ", "nghỉ đã", "nghỉ chút", "bận", "đang bận", "bận rồi", "lát nữa", "tí nữa"),
    *("chút nữa", "hôm khác", "mai", "mệt", "mệt quá", "busy", "tomorrow"),
)
LABELS = ("back", "keep", "declined", "all-chosen", "choose-anew")  # survey-…, on the buttons


def find_trap(label: str) -> str:
    """Return what somebody would do who types this choice: `stop`, `way`, or an empty text.

    Who types "Dừng" opts out, and "Bỏ qua" skips the question, whatever the choices are.
    """
    if understand(label, Place.GUARDED, labels=[label]) in (Effect.STOP, Effect.CANCEL):
        return "stop"
    return "way" if fold(label) in _ways() else ""


def _ways() -> set[str]:
    words = (*SKIP_WORDS, *BACK_WORDS, *KEEP_WORDS, *DONE_WORDS, *ANEW_WORDS)
    labels = (say(locale, f"survey-{name}") for locale in LOCALES for name in LABELS)
    return {fold(word) for word in (*words, *labels)}
