"""What emoji and emoticons say, where they say anything about a business."""

VERY_GOOD = "😍 🥰 🤩 😘 ❤ ♥ 💕 💖 💗 💯 🔥 🤤 😋 👏 🏆 💓 💞 💛 💚 💙 💜 🧡 👌 ⭐ 🌟"
GOOD = "👍 😊 ☺ 🙂 😀 😃 😄 😁 😇 😎 🙏 🎉 💪 ✨ 🤗 🤝 ✌"
FAINTLY_GOOD = ":) :-) :D =) ;) :-D <3"
FAINTLY_BAD = ":( :-( :'( =( :/ 🤔 😐 😑"
BAD = "🙁 ☹ 😞 😔 😕 😟 😢 😒 😣 😖 😩 😫 😪 💔 🤦"
VERY_BAD = "👎 😡 😠 🤬 🤮 🤢 😤 💩 🖕 😭"
