# 设置

setting-iterations = iterations 现在是 { $value }，可以是 { $low } 到 { $high }：越大越精细，也越慢。例如：/iterations { $example }
setting-size = size 现在是长边 { $value } 像素，可以是 { $low } 到 { $high }：越大越慢。例如：/size { $example }
setting-saved-iterations = 从现在起，这里的画都迭代 { $value } 次。
setting-saved-size = 从现在起，这里的画长边为 { $value } 像素。
bad-iterations = iterations 必须是 { $low } 到 { $high } 的整数，不能是“{ $value }”。例如：{ $example }
bad-size = size 必须是 { $low } 到 { $high } 的整数，不能是“{ $value }”。例如：{ $example }
bad-setting = 没有“{ $name }”这项设置。图片说明可以写：iterations=300 size=768
settings =
    你在这里的设置：{ $recipe }
    /iterations { $low_iterations } 到 { $high_iterations }，/size { $low_size } 到 { $high_size }。
    图片说明写上“iterations=300 size=768”，就只改这一张的设置。
settings-noted = 已记下，用于下一幅画：{ $recipe }

language-name = 中文
choose-language = 你希望我在这里用哪种语言和你说话？点一下，或者直接写，例如：/language { $example }
language-saved = 从现在起，我在这里用中文和你说话。
bad-language = 我不会“{ $value }”这种语言。我会的有：{ $languages }。例如：/language { $example }
