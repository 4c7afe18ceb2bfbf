"""May this be sent, how far is it, what does it cost, and what is answered?"""
